using LleTransforms.Eigen;

namespace LleTransforms.Fitting;

/// <summary>The coordinates of a set of rows and the eigenvalues they belong to.</summary>
/// <param name="Coordinates">Row-major, d a row.</param>
/// <param name="Eigenvalues">Ascending, d of them.</param>
internal sealed record FittedEmbedding(double[] Coordinates, double[] Eigenvalues)
{
    /// <summary>The rows, ascending, from which all others have their coordinates; null where every row was fitted for itself.</summary>
    public int[]? Landmarks { get; init; }

    /// <summary>How all rows follow from the landmarks, where one matrix says it for all of them.</summary>
    public LandmarkWeights? Weights { get; init; }

    /// <summary>Approximations of the eigenvectors that follow, row-major, as many in each row; null where none are to be kept.</summary>
    public float[]? Further { get; init; }

    /// <summary>What each eigen solve found, without its vectors.</summary>
    public IReadOnlyList<EigenSolution> Solutions { get; init; } = [];

    public int NumberOfComponents => Eigenvalues.Length;

    /// <summary>Bytes of a row's coordinates, which are held twice while their layout changes.</summary>
    public static double BytesOfRow(int componentCount) => 16.0 * componentCount;

    public Span<double> Row(int row) => Coordinates.AsSpan(row * NumberOfComponents, NumberOfComponents);
}
