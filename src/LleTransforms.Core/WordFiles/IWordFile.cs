namespace LleTransforms.WordFiles;

/// <summary>A form of word vectors, read word by word.</summary>
internal interface IWordFile : IDisposable
{
    int NumberOfDimensions { get; }

    long? DeclaredNumberOfWords { get; }

    string Word { get; }

    ReadOnlySpan<float> Vector { get; }

    string Place { get; }

    /// <summary>Goes to the next word; false behind the last.</summary>
    /// <param name="wordsRead">How many words lie behind.</param>
    bool Read(long wordsRead);
}
