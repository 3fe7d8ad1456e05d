using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LleTransforms.Tables;

/// <summary>What an array of NumPy says of itself.</summary>
/// <remarks>Format: numpy.lib.format. Six bytes are a mark and two a version. A text follows its length, which takes two bytes or four.
/// The text is a dictionary of Python with the type, the order and the shape.</remarks>
internal sealed partial record NumpyHeader(char Kind, int ItemSize, bool IsBigEndian, bool IsByColumns, long[] Dimensions)
{
    private const int LongestText = 1 << 20;
    private const int Alignment = 64;

    /// <summary>What such a file begins with.</summary>
    public static ReadOnlySpan<byte> Mark => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public long RowCount => Dimensions.Length == 0 ? 1 : Dimensions[0];

    /// <summary>The values of a row: all dimensions behind the first, one after the other.</summary>
    public int ColumnCount => (int)Dimensions.Skip(1).Aggregate(1L, (product, size) => product * size);

    public string Shape => string.Join(" x ", Dimensions);

    public string TypeName => Kind switch
    {
        'f' => $"float{8 * ItemSize}",
        'i' => $"int{8 * ItemSize}",
        'u' => $"uint{8 * ItemSize}",
        _ => "bool",
    };

    public static NumpyHeader Read(string name, Stream stream)
    {
        try
        {
            byte[] start = new byte[8];
            stream.ReadExactly(start);
            if (!start.AsSpan().StartsWith(Mark))
            {
                throw new TableException($"{name}: does not begin as NumPy's files do.");
            }

            byte[] size = new byte[start[6] == 1 ? 2 : 4];
            stream.ReadExactly(size);
            uint length = size.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
            if (length > LongestText)
            {
                throw new TableException(string.Create(
                    CultureInfo.InvariantCulture, $"{name}: has a header of {length} bytes; {LongestText} are the most."));
            }

            byte[] text = new byte[length];
            stream.ReadExactly(text);
            return Parse(name, Encoding.UTF8.GetString(text));
        }
        catch (EndOfStreamException)
        {
            throw new TableException($"{name}: is no whole NumPy array; its header is cut short.");
        }
    }

    /// <summary>What stands in front of rows of floating point.</summary>
    public static byte[] Write(long rowCount, int columnCount, bool isDoublePrecision)
    {
        string form = string.Create(
            CultureInfo.InvariantCulture,
            $"{{'descr': '<f{(isDoublePrecision ? 8 : 4)}', 'fortran_order': False, 'shape': ({rowCount}, {columnCount}), }}");
        const int Before = 10;
        int length = (Before + form.Length + 1 + Alignment - 1) / Alignment * Alignment;
        string padded = form.PadRight(length - Before - 1) + "\n";
        return [.. Mark, 1, 0, (byte)(padded.Length & 0xFF), (byte)(padded.Length >> 8), .. Encoding.ASCII.GetBytes(padded)];
    }

    /// <summary>A value, whatever its type.</summary>
    public double Value(ReadOnlySpan<byte> bytes)
    {
        if (!IsBigEndian)
        {
            return LittleEndian(bytes);
        }

        Span<byte> turned = stackalloc byte[ItemSize];
        bytes.CopyTo(turned);
        turned.Reverse();
        return LittleEndian(turned);
    }

    private double LittleEndian(ReadOnlySpan<byte> bytes) => (Kind, ItemSize) switch
    {
        ('f', 8) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        ('f', _) => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        ('i', 8) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        ('i', _) => (sbyte)bytes[0],
        ('u', 8) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        ('u', 4) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        ('u', 2) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        _ => bytes[0],
    };

    private static NumpyHeader Parse(string name, string text)
    {
        Match type = Type().Match(text);
        Match shape = ShapeOf().Match(text);
        if (!type.Success || !shape.Success)
        {
            string told = DescriptionOf().Match(text) is { Success: true } found ? found.Value : "an unknown type";
            throw new TableException($"{name}: holds {told.Trim()}; an array of numbers is needed (float, int, uint or bool).");
        }

        int size = int.Parse(type.Groups["size"].Value, CultureInfo.InvariantCulture);
        char kind = type.Groups["kind"].Value[0];
        if (!((kind, size) is ('f', 2 or 4 or 8) or ('i' or 'u', 1 or 2 or 4 or 8) or ('b', 1)))
        {
            throw new TableException($"{name}: holds numbers of type {kind}{size}; float16 to float64, int8 to int64 and bool are read.");
        }

        long[] dimensions = [.. Whole().Matches(shape.Groups["sizes"].Value).Select(match =>
            long.Parse(match.Value, CultureInfo.InvariantCulture))];
        bool isByColumns = text.Contains("'fortran_order': True", StringComparison.Ordinal) && dimensions.Length > 1;
        bool isTooWide = dimensions.Skip(1).Aggregate(1.0, (product, length) => product * length) is < 1 or > int.MaxValue / 8;
        return isTooWide || (isByColumns && dimensions.Length > 2)
            ? throw new TableException(
                $"{name}: is an array of {string.Join(" x ", dimensions)}{(isByColumns ? " by columns" : "")}; rows of numbers are needed.")
            : new NumpyHeader(kind, size, type.Groups["order"].Value == ">", isByColumns, dimensions);
    }

    [GeneratedRegex(@"'descr':\s*'(?<order>[<>|=])(?<kind>[fiub])(?<size>\d+)'")]
    private static partial Regex Type();

    [GeneratedRegex(@"'shape':\s*\((?<sizes>[^)]*)\)")]
    private static partial Regex ShapeOf();

    [GeneratedRegex(@"'descr':[^,]*")]
    private static partial Regex DescriptionOf();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Whole();
}
