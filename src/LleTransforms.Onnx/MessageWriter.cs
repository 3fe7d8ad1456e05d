using System.Buffers;
using System.Text;
using Google.Protobuf;

namespace LleTransforms.Onnx;

/// <summary>Writes one message of Protocol Buffers, field by field, each by its number.</summary>
internal sealed class MessageWriter
{
    /// <summary>A tag and a number take ten bytes each at most.</summary>
    private readonly byte[] _scratch = new byte[20];

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public MessageWriter Integer(int field, long value) => Number(field, WireFormat.WireType.Varint, value);

    public MessageWriter Integers(int field, IEnumerable<long> values)
    {
        foreach (long value in values)
        {
            Integer(field, value);
        }

        return this;
    }

    public MessageWriter Single(int field, float value)
    {
        using var output = new CodedOutputStream(_scratch);
        output.WriteTag(field, WireFormat.WireType.Fixed32);
        output.WriteFloat(value);
        return Raw(_scratch.AsSpan(0, (int)output.Position));
    }

    public MessageWriter Text(int field, string value) => Framed(field, Encoding.UTF8.GetBytes(value));

    public MessageWriter Texts(int field, IEnumerable<string> values)
    {
        foreach (string value in values)
        {
            Text(field, value);
        }

        return this;
    }

    public MessageWriter Message(int field, MessageWriter message) => Framed(field, message.Bytes);

    /// <summary>The head of a field whose bytes follow, written by the caller or by <see cref="Raw"/>.</summary>
    public MessageWriter Announce(int field, long length) => Number(field, WireFormat.WireType.LengthDelimited, length);

    /// <summary>Bytes as they are, without a tag.</summary>
    public MessageWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    private MessageWriter Framed(int field, ReadOnlySpan<byte> bytes) => Announce(field, bytes.Length).Raw(bytes);

    private MessageWriter Number(int field, WireFormat.WireType type, long value)
    {
        using var output = new CodedOutputStream(_scratch);
        output.WriteTag(field, type);
        output.WriteInt64(value);
        return Raw(_scratch.AsSpan(0, (int)output.Position));
    }
}
