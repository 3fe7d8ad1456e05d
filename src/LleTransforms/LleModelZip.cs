using System.Globalization;
using System.IO.Compression;

namespace LleTransforms;

/// <summary>Looks at what a model zip says of itself, before ML.NET loads it.</summary>
/// <remarks>
/// <c>MLContext.Model.Load</c> loads assemblies that a zip names and reads whole entries into memory before any step sees them
/// (SECURITY.md). This check reads the directory of the zip alone and decompresses nothing. It keeps a damaged or inflated zip from taking
/// the memory of the process. It cannot make a zip from a stranger safe.
/// </remarks>
/// <threadsafety static="true"/>
public static class LleModelZip
{
    /// <summary>The most bytes that all entries together may have unless a caller says otherwise:
    /// 2,147,483,591, as many as one array can hold.</summary>
    public const long DefaultLargestSize = 0x7FFFFFC7;

    /// <summary>The most entries that a model zip may have: 10,000. A pipeline of some dozen steps has fewer than a hundred.</summary>
    public const int LargestNumberOfEntries = 10_000;

    /// <summary>Checks the sizes that a zip declares for its entries, their number and their names.</summary>
    /// <param name="stream">The zip; it must be readable and seekable, and its position is left where it was.</param>
    /// <param name="largestSize">The most bytes that its entries may declare together, uncompressed; at least 0.</param>
    /// <exception cref="InvalidDataException">The stream holds no zip. Or the zip declares more than is allowed, has two entries of one
    /// name, or an entry whose name leads out of it. The message says which.</exception>
    /// <exception cref="ArgumentException">The stream cannot be read or cannot seek.</exception>
    /// <exception cref="ArgumentOutOfRangeException">largestSize is negative.</exception>
    public static void Check(Stream stream, long largestSize = DefaultLargestSize)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(largestSize);
        if (!stream.CanRead || !stream.CanSeek)
        {
            throw new ArgumentException("The stream of a model zip must be readable and seekable.", nameof(stream));
        }

        long start = stream.Position;
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            Check(archive.Entries, largestSize);
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new InvalidDataException($"The directory of the model zip cannot be read: {error.Message}", error);
        }
        finally
        {
            stream.Position = start;
        }
    }

    /// <summary>Checks a file, as <see cref="Check(Stream, long)"/> does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="largestSize">The most bytes that its entries may declare together, uncompressed; at least 0.</param>
    /// <exception cref="InvalidDataException">The file holds no zip, or one that declares too much or has
    /// names that it must not have.</exception>
    public static void Check(string path, long largestSize = DefaultLargestSize)
    {
        using var stream = File.OpenRead(path);
        Check(stream, largestSize);
    }

    private static void Check(System.Collections.ObjectModel.ReadOnlyCollection<ZipArchiveEntry> entries, long largestSize)
    {
        if (entries.Count > LargestNumberOfEntries)
        {
            throw new InvalidDataException($"The model zip has {entries.Count} entries; at most {LargestNumberOfEntries} are allowed.");
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        long left = largestSize;
        foreach (var entry in entries)
        {
            string name = entry.FullName.Replace('\\', '/');
            if (!names.Add(name))
            {
                throw new InvalidDataException($"The model zip has two entries of the name '{name}'.");
            }

            if (name.StartsWith('/') || name.Contains(':', StringComparison.Ordinal) || name.Split('/').Contains(".."))
            {
                throw new InvalidDataException($"The model zip's entry '{name}' leads out of the zip.");
            }

            if (entry.Length < 0 || entry.Length > left)
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The model zip's entry '{name}' declares {entry.Length} bytes; of {largestSize} that are allowed " +
                    $"{left} are left for it."));
            }

            left -= entry.Length;
        }
    }
}
