namespace LleTransforms.Tool.Tables;

/// <summary>To what the columns of a table are brought before distances are taken.</summary>
internal enum ScaleMode
{
    /// <summary>As they are.</summary>
    None,

    /// <summary>The smallest value becomes 0, the largest 1.</summary>
    Range,

    /// <summary>The mean becomes 0, the standard deviation 1.</summary>
    Deviation,

    /// <summary>The median becomes 0, the distance between the quartiles 1.</summary>
    Robust,
}
