using System.Text;

namespace LleTransforms;

/// <summary>How a file of word vectors is read.</summary>
public sealed class WordVectorOptions
{
    /// <summary>The most words that are read, from the file's first on; null (the default) for all. Such files begin with the most frequent
    /// words.</summary>
    public int? MaximumNumberOfWords { get; init; }

    /// <summary>What the words are written in. Default UTF-8. Bytes that it does not know are an error, so that no two words become
    /// one.</summary>
    public Encoding Encoding { get; init; } = Encoding.UTF8;
}
