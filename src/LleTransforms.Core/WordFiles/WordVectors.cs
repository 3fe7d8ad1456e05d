using System.Globalization;

namespace LleTransforms;

/// <summary>Words and their vectors, as GloVe, word2vec and fastText save them.</summary>
/// <remarks>
/// Immutable once read, and safe for any number of threads. <see cref="WordVectorReader"/> tells which forms are read, and reads them
/// word by word.
/// </remarks>
/// <threadsafety static="true" instance="true"/>
public sealed class WordVectors
{
    private readonly Dictionary<string, int> _rows = [];

    private WordVectors(string[] words, FeatureMatrix vectors)
    {
        Words = words;
        Vectors = vectors;
        for (int row = 0; row < words.Length; row++)
        {
            _rows.TryAdd(words[row], row);
        }
    }

    /// <summary>The words, in the order of the file. A word that the file holds twice stands here twice.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>A row for each word.</summary>
    public FeatureMatrix Vectors { get; }

    /// <summary>The row of a word, the first where there are several; -1 where there is none.</summary>
    /// <param name="word">The word.</param>
    public int IndexOf(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return _rows.GetValueOrDefault(word, -1);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidDataException">The file has no words, or a line is no word with as many finite numbers as the others. The
    /// message names the line and its word.</exception>
    public static WordVectors Read(string path, WordVectorOptions? options = null, CancellationToken cancellationToken = default)
    {
        using WordVectorReader reader = WordVectorReader.Open(path, options);
        return Read(reader, cancellationToken);
    }

    /// <summary>Reads all that is left of a file.</summary>
    /// <param name="reader">A reader of the file. It is not disposed.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidDataException">There are no words, or a line is no word with as many finite numbers as the others. The
    /// message names the line and its word.</exception>
    public static WordVectors Read(WordVectorReader reader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var words = new List<string>();
        var vectors = new FeatureMatrixBuilder(reader.NumberOfDimensions);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (float value in reader.Vector)
            {
                if (!float.IsFinite(value))
                {
                    throw new InvalidDataException(string.Create(
                        CultureInfo.InvariantCulture, $"{reader.Place}: holds {value}; a vector's numbers are finite."));
                }
            }

            words.Add(reader.Word);
            vectors.Append(reader.Vector);
        }

        return words.Count > 0 ? new WordVectors([.. words], vectors.Build()) : throw new InvalidDataException("The file has no words.");
    }
}
