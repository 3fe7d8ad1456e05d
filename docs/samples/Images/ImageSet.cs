using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.ML.Data;

namespace LleTransforms.Samples.Images;

/// <summary>One image: 28 x 28 pixels from 0 to 1, row by row, and what it shows.</summary>
internal sealed class LabelledImage
{
    public const int PixelCount = 784;

    [VectorType(PixelCount)]
    public float[] Features { get; set; } = [];

    // In memory a key of ML.NET starts from 0.
    [KeyType(10)]
    public uint Label { get; set; }
}

/// <summary>Images to learn from and images held out, from idx files (LeCun, Cortes and Burges, "The MNIST database").</summary>
internal sealed record ImageSet(string Name, LabelledImage[] Training, LabelledImage[] HeldOut)
{
    public const string Mnist = "MNIST";
    public const string FashionMnist = "Fashion-MNIST";

    private const int ImageMagic = 0x803;
    private const int LabelMagic = 0x801;

    /// <summary>
    /// MNIST and Fashion-MNIST, or those of them that are wanted and can be had: the first rows of the training and of the test files.
    /// </summary>
    public static IEnumerable<ImageSet> LoadAll(
        string folder, int trainingRows, int heldOutRows, IReadOnlyCollection<string>? wanted = null)
    {
        (string, Func<string, string>)[] sources = [(Mnist, ImageFiles.Mnist), (FashionMnist, ImageFiles.FashionMnist)];
        foreach (var (name, source) in sources)
        {
            if (wanted?.Contains(name) == false)
            {
                continue;
            }

            string files;
            try
            {
                files = source(folder);
            }
            catch (DataUnavailableException missing)
            {
                Console.WriteLine($"{name} is left out: {missing.Message}");
                continue;
            }

            yield return new ImageSet(name, Read(files, "train", trainingRows), Read(files, "t10k", heldOutRows));
        }
    }

    private static LabelledImage[] Read(string folder, string part, int count)
    {
        using var images = Open(Path.Combine(folder, $"{part}-images-idx3-ubyte"), ImageMagic, dimensions: 3, out int imageCount);
        using var labels = Open(Path.Combine(folder, $"{part}-labels-idx1-ubyte"), LabelMagic, dimensions: 1, out int labelCount);
        var result = new LabelledImage[Math.Min(count, Math.Min(imageCount, labelCount))];
        var pixels = new byte[LabelledImage.PixelCount];
        for (int i = 0; i < result.Length; i++)
        {
            images.ReadExactly(pixels);
            result[i] = new LabelledImage { Features = Array.ConvertAll(pixels, pixel => pixel / 255f), Label = (uint)labels.ReadByte() };
        }

        return result;
    }

    /// <summary>An idx file, packed or not, behind its header: a number that tells what it holds, and its sizes, all big-endian.</summary>
    private static Stream Open(string file, int magic, int dimensions, out int count)
    {
        Stream stream = File.Exists(file) ? File.OpenRead(file) : new GZipStream(File.OpenRead(file + ".gz"), CompressionMode.Decompress);
        var header = new byte[4 * (1 + dimensions)];
        stream.ReadExactly(header);
        count = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4));
        return BinaryPrimitives.ReadInt32BigEndian(header) == magic
            ? stream
            : throw new InvalidDataException($"{file} is no idx file of the expected kind.");
    }
}
