namespace LleTransforms.Fitting;

/// <summary>The coordinates of a set of rows and the eigenvalues they belong to.</summary>
/// <param name="Coordinates">Row-major, d a row.</param>
/// <param name="Eigenvalues">Ascending, d of them.</param>
internal sealed record FittedEmbedding(double[] Coordinates, double[] Eigenvalues)
{
    public int ComponentCount => Eigenvalues.Length;

    public Span<double> Row(int row) => Coordinates.AsSpan(row * ComponentCount, ComponentCount);
}
