namespace LleTransforms;

/// <summary>What becomes of a row that has no place. It has NaN or infinity in it, or is a row of zeros where the metric is
/// Cosine.</summary>
/// <remarks>NaN is honest, but not every trainer behind the step takes it so: trees give such a row a class, and are sure of it.</remarks>
public enum LleUnplacedRows
{
    /// <summary>All of its coordinates are NaN.</summary>
    NaN = 0,

    /// <summary>All of its coordinates are 0, the mean of those of the fitted rows.</summary>
    Mean = 1,

    /// <summary>The getter of the coordinates throws an <see cref="InvalidOperationException"/> that names the row.</summary>
    Throw = 2,
}
