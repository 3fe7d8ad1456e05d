using System.Buffers.Binary;
using System.Globalization;
using LleTransforms.Samples.Images;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Measurements.Trainers;

/// <summary>One image and the digit it shows.</summary>
internal sealed class LabelledImage
{
    public float[] Features { get; set; } = [];

    // From 0: the first value of a key in memory; ML.NET keeps 0 itself for a missing one.
    public uint Label { get; set; }
}

/// <summary>Images to learn from and images held out, as data views.</summary>
internal sealed record LabelledImages(IReadOnlyList<LabelledImage> Training, IReadOnlyList<LabelledImage> HeldOut)
{
    private const int MnistPixels = 784;

    /// <summary>The digits sample's own split.</summary>
    public static LabelledImages Digits() => new(ReadCsv("digits.train.csv"), ReadCsv("digits.test.csv"));

    /// <summary>The first rows of MNIST's training and test files, fetched into the folder where they are not there.</summary>
    public static LabelledImages Mnist(string folder, int trainingRows, int heldOutRows)
    {
        string files = ImageFiles.Mnist(folder);
        return new(ReadIdx(Path.Combine(files, "train"), trainingRows),
            ReadIdx(Path.Combine(files, "t10k"), Math.Min(heldOutRows, 10_000)));
    }

    public static IDataView View(MLContext context, IReadOnlyList<LabelledImage> images)
    {
        var definition = SchemaDefinition.Create(typeof(LabelledImage));
        definition[nameof(LabelledImage.Features)].ColumnType =
            new VectorDataViewType(NumberDataViewType.Single, images[0].Features.Length);
        definition[nameof(LabelledImage.Label)].ColumnType = new KeyDataViewType(typeof(uint), 10);
        return context.Data.LoadFromEnumerable(images, definition);
    }

    private static LabelledImage[] ReadCsv(string file) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", file)).Skip(1)
            .Select(line => Array.ConvertAll(line.Split(','), text => float.Parse(text, CultureInfo.InvariantCulture)))
            .Select(values =>
                new LabelledImage { Features = Array.ConvertAll(values[..^1], pixel => pixel / 16), Label = (uint)values[^1] }),
    ];

    private static LabelledImage[] ReadIdx(string prefix, int count)
    {
        using var images = File.OpenRead(prefix + "-images-idx3-ubyte");
        using var labels = File.OpenRead(prefix + "-labels-idx1-ubyte");
        Span<byte> header = stackalloc byte[16];
        images.ReadExactly(header);
        count = Math.Min(count, BinaryPrimitives.ReadInt32BigEndian(header[4..]));
        labels.ReadExactly(header[..8]);
        var result = new LabelledImage[count];
        var pixels = new byte[MnistPixels];
        for (int i = 0; i < count; i++)
        {
            images.ReadExactly(pixels);
            result[i] = new LabelledImage { Features = Array.ConvertAll(pixels, pixel => pixel / 255f), Label = (uint)labels.ReadByte() };
        }

        return result;
    }
}
