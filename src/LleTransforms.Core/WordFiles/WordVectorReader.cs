using LleTransforms.WordFiles;

namespace LleTransforms;

/// <summary>Reads word vectors one by one, as GloVe, word2vec and fastText save them.</summary>
/// <remarks>
/// <para>Text has a word and its numbers on a line, with blanks or tabs between them (GloVe: Pennington, Socher and Manning 2014). A first
/// line may tell how many words and how many dimensions there are (word2vec: Mikolov et al. 2013; fastText: Bojanowski et al. 2017).
/// Where it does not, most of the first lines tell the dimensions. The last numbers of a line are its vector, and all in front of them is
/// the word. So a word may hold blanks, look like a number or be empty, and blanks may end the line.</para>
/// <para>The binary form of word2vec has that first line, and then each word, a blank, and its numbers in single precision. The reader
/// knows it by its first bytes.</para>
/// <para>Numbers that are not finite are handed on. Not safe for several threads.</para>
/// </remarks>
public sealed class WordVectorReader : IDisposable
{
    private readonly IWordFile _file;
    private readonly int? _mostWords;
    private long _wordsRead;

    private WordVectorReader(IWordFile file, int? mostWords)
    {
        _file = file;
        _mostWords = mostWords;
    }

    /// <summary>The numbers of each vector.</summary>
    public int NumberOfDimensions => _file.NumberOfDimensions;

    /// <summary>How many words the file says that it holds; null where it does not say.</summary>
    public long? DeclaredNumberOfWords => _file.DeclaredNumberOfWords;

    /// <summary>Whether this is the binary form of word2vec.</summary>
    public bool IsBinaryForm => _file is BinaryWordFile;

    /// <summary>The word.</summary>
    public string Word => _file.Word;

    /// <summary>The word's numbers; the next <see cref="Read"/> overwrites them.</summary>
    public ReadOnlySpan<float> Vector => _file.Vector;

    /// <summary>Where the word stands, for messages: "Line 7, word 'the'".</summary>
    public string Place => _file.Place;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read; null for the defaults.</param>
    /// <exception cref="InvalidDataException">It does not begin as one of the forms does.</exception>
    public static WordVectorReader Open(string path, WordVectorOptions? options = null) => Open(File.OpenRead(path), options);

    /// <summary>Begins to read a stream.</summary>
    /// <param name="stream">The bytes. The reader disposes of it, also where this call fails.</param>
    /// <param name="options">How it is read; null for the defaults.</param>
    /// <exception cref="InvalidDataException">It does not begin as one of the forms does.</exception>
    public static WordVectorReader Open(Stream stream, WordVectorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new WordVectorOptions();
        var bytes = new WordBytes(stream);
        try
        {
            if (options.MaximumNumberOfWords < 1)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(options), $"MaximumNumberOfWords is {options.MaximumNumberOfWords}, but must be at least 1, or null.");
            }

            var words = new WordText(options.Encoding);
            ReadOnlySpan<byte> head = bytes.Peek();
            return new WordVectorReader(
                IsBinary(head) ? new BinaryWordFile(bytes, words) : new TextWordFile(bytes, words), options.MaximumNumberOfWords);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file begins as the binary form of word2vec does.</summary>
    /// <param name="head">The first bytes of the file, a few hundred or more.</param>
    public static bool IsBinary(ReadOnlySpan<byte> head)
    {
        int lineEnd = head.IndexOf((byte)'\n');
        return lineEnd > 0 && WordHeader.TryParse(head[..lineEnd], out WordHeader header)
            && BinaryWordFile.Fits(head[(lineEnd + 1)..], header);
    }

    /// <summary>Goes to the next word; false behind the last.</summary>
    /// <exception cref="InvalidDataException">A line is no word with as many numbers as the others, or the file is cut short. The message
    /// names the line and its word.</exception>
    public bool Read()
    {
        if (_wordsRead == _mostWords || !_file.Read(_wordsRead))
        {
            return false;
        }

        _wordsRead++;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
