using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LleTransforms.Orleans.Files;

/// <summary>What NumPy writes in front of an array: its type, order and shape.</summary>
/// <remarks>The form is that of numpy.lib.format, versions 1 to 3.</remarks>
internal sealed partial record NpyHeader(int BytesOfValue, long NumberOfRows, int NumberOfColumns, int Length)
{
    private const int Alignment = 64;
    private static readonly byte[] _magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static NpyHeader Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        stream.ReadExactly(start);
        if (!start[..6].SequenceEqual(_magic))
        {
            throw new InvalidDataException("The file does not begin as NumPy's files do.");
        }

        Span<byte> size = stackalloc byte[start[6] == 1 ? 2 : 4];
        stream.ReadExactly(size);
        int length = size.Length == 2 ? BitConverter.ToUInt16(size) : checked((int)BitConverter.ToUInt32(size));
        if (length > 1 << 20)
        {
            throw new InvalidDataException($"The file's header has {length} bytes; 1 MB is the most.");
        }

        byte[] text = new byte[length];
        stream.ReadExactly(text);
        return Parse(Encoding.UTF8.GetString(text), start.Length + size.Length + length);
    }

    public static byte[] Write(long rowCount, int columnCount, bool isDoublePrecision)
    {
        string form = string.Create(
            CultureInfo.InvariantCulture,
            $"{{'descr': '<f{(isDoublePrecision ? 8 : 4)}', 'fortran_order': False, 'shape': ({rowCount}, {columnCount}), }}");
        const int Before = 10;
        int length = (Before + form.Length + 1 + Alignment - 1) / Alignment * Alignment;
        string padded = form.PadRight(length - Before - 1) + "\n";
        return [.. _magic, 1, 0, (byte)(padded.Length & 0xFF), (byte)(padded.Length >> 8), .. Encoding.ASCII.GetBytes(padded)];
    }

    private static NpyHeader Parse(string text, int length)
    {
        Match type = Type().Match(text);
        Match shape = Shape().Match(text);
        if (!type.Success || !shape.Success || Fortran().IsMatch(text))
        {
            throw new InvalidDataException(
                $"The array is {text.Trim()}, but must be of type <f4 or <f8, of two dimensions, and row after row.");
        }

        return new NpyHeader(
            type.Groups[1].Value == "8" ? sizeof(double) : sizeof(float),
            long.Parse(shape.Groups[1].Value, CultureInfo.InvariantCulture),
            int.Parse(shape.Groups[2].Value, CultureInfo.InvariantCulture),
            length);
    }

    [GeneratedRegex(@"'descr':\s*'<f([48])'")]
    private static partial Regex Type();

    [GeneratedRegex(@"'shape':\s*\((\d+),\s*([1-9]\d*)\s*,?\)")]
    private static partial Regex Shape();

    [GeneratedRegex(@"'fortran_order':\s*True")]
    private static partial Regex Fortran();
}
