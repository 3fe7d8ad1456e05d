using System.Runtime.InteropServices;

namespace LleTransforms.Onnx;

/// <summary>What a file says of itself.</summary>
/// <param name="Producer">Who wrote it.</param>
/// <param name="ProducerVersion">In which version.</param>
/// <param name="GraphName">The name of the graph.</param>
/// <param name="Facts">What else there is to know.</param>
internal sealed record OnnxDescription(
    string Producer, string ProducerVersion, string GraphName, IReadOnlyDictionary<string, string> Facts);

/// <summary>Writes a graph as an ONNX file: a message of Protocol Buffers, by the numbers of its fields.</summary>
/// <remarks>Constants go from their arrays to the stream: no copy of the file is held.</remarks>
internal static class OnnxFileWriter
{
    /// <summary>The version of the file's form, which every runtime since 2020 reads.</summary>
    private const int FormVersion = 7;

    private const int KindSingle = 1;
    private const int KindInteger = 2;
    private const int KindText = 3;
    private const int KindIntegers = 7;

    public static void Write(OnnxGraph graph, OnnxDescription description, Stream stream)
    {
        byte[] nodes = Nodes(graph, description.GraphName);
        byte[][] constants = [.. graph.Initializers.Select(Constant)];
        long graphLength = nodes.Length + constants.Sum(constant => (long)constant.Length) + graph.NumberOfBytes;
        stream.Write(Head(description).Announce(7, graphLength).Bytes);
        stream.Write(nodes);
        for (int i = 0; i < constants.Length; i++)
        {
            stream.Write(constants[i]);
            stream.Write(NumbersOf(graph.Initializers[i]));
        }
    }

    private static MessageWriter Head(OnnxDescription description)
    {
        MessageWriter head = new MessageWriter()
            .Integer(1, FormVersion)
            .Text(2, description.Producer)
            .Text(3, description.ProducerVersion)
            .Message(8, new MessageWriter().Text(1, string.Empty).Integer(2, OnnxGraph.OperatorSet));
        foreach ((string key, string value) in description.Facts)
        {
            head.Message(14, new MessageWriter().Text(1, key).Text(2, value));
        }

        return head;
    }

    private static byte[] Nodes(OnnxGraph graph, string name)
    {
        var nodes = new MessageWriter();
        foreach (OnnxNode node in graph.Nodes)
        {
            MessageWriter message = new MessageWriter()
                .Texts(1, node.Inputs)
                .Texts(2, node.Outputs)
                .Text(3, node.Outputs[0])
                .Text(4, node.Operator);
            foreach (OnnxAttribute attribute in node.Attributes)
            {
                message.Message(5, Attribute(attribute));
            }

            nodes.Message(1, message);
        }

        nodes.Text(2, name);
        foreach (OnnxValue value in graph.Inputs)
        {
            nodes.Message(11, Value(value));
        }

        foreach (OnnxValue value in graph.Outputs)
        {
            nodes.Message(12, Value(value));
        }

        return nodes.Bytes.ToArray();
    }

    private static MessageWriter Attribute(OnnxAttribute attribute)
    {
        MessageWriter message = new MessageWriter().Text(1, attribute.Name);
        return attribute.Value switch
        {
            long[] values => message.Integers(8, values).Integer(20, KindIntegers),
            string text => message.Text(4, text).Integer(20, KindText),
            float number => message.Single(2, number).Integer(20, KindSingle),
            var value => message.Integer(3, (long)value).Integer(20, KindInteger),
        };
    }

    private static MessageWriter Value(OnnxValue value)
    {
        var shape = new MessageWriter();
        foreach (long? length in value.Shape)
        {
            shape.Message(1, length is { } known ? new MessageWriter().Integer(1, known) : new MessageWriter().Text(2, "N"));
        }

        MessageWriter tensor = new MessageWriter().Integer(1, (long)value.Element).Message(2, shape);
        return new MessageWriter().Text(1, value.Name).Message(2, new MessageWriter().Message(1, tensor));
    }

    /// <summary>All of a constant's field but its numbers, which end it.</summary>
    private static byte[] Constant(OnnxInitializer initializer)
    {
        byte[] inner = new MessageWriter()
            .Integers(1, initializer.Shape)
            .Integer(2, (long)initializer.Element)
            .Text(8, initializer.Name)
            .Announce(9, initializer.NumberOfBytes)
            .Bytes.ToArray();
        return new MessageWriter().Announce(5, inner.Length + initializer.NumberOfBytes).Raw(inner).Bytes.ToArray();
    }

    /// <summary>The numbers as they stand in memory, which is little-endian wherever .NET runs.</summary>
    private static ReadOnlySpan<byte> NumbersOf(OnnxInitializer initializer) => initializer.Values switch
    {
        float[] values => MemoryMarshal.AsBytes(values.AsSpan()),
        double[] values => MemoryMarshal.AsBytes(values.AsSpan()),
        long[] values => MemoryMarshal.AsBytes(values.AsSpan()),
        _ => throw new InvalidOperationException($"The constant {initializer.Name} holds {initializer.Values.GetType()}."),
    };
}
