namespace LleTransforms.Tool.Tables;

/// <summary>The kinds of files that hold a table.</summary>
internal enum TableKind
{
    /// <summary>Text with a sign, or blanks, between fields.</summary>
    Delimited,

    /// <summary>Words and their vectors, as GloVe, word2vec and fastText write them.</summary>
    Words,

    /// <summary>A label and the values that differ from zero, as LIBSVM and SVMlight write them.</summary>
    SvmLight,

    /// <summary>An array of NumPy.</summary>
    Numpy,

    /// <summary>Several arrays of NumPy.</summary>
    NumpyArchive,

    /// <summary>Columns of Apache Parquet.</summary>
    Parquet,
}
