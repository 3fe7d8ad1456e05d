namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>Numbers that a supernode's front and its update take while it is eliminated.</summary>
/// <param name="IsSymmetric">Whether the factors are L D L^T, whose updates are triangles.</param>
internal readonly record struct FrontSizes(bool IsSymmetric)
{
    /// <summary>A front of p pivots and b more rows, with the scratch of its elimination.</summary>
    public long Front(int pivots, int border) => IsSymmetric
        ? Pad(FrontalCholesky.ScratchLength(pivots, pivots + border) + ((long)(pivots + border) * FrontalCholesky.Stride(pivots + border)))
        : Pad((long)(pivots + border) * FrontalLu.Stride(pivots, border));

    /// <summary>The Schur complement that waits for the parent.</summary>
    public long Update(int border) => Pad(IsSymmetric ? (long)border * (border + 1) / 2 : (long)border * UpdateStride(border));

    /// <summary>Numbers from one row of an unsymmetric update to the next.</summary>
    public static int UpdateStride(int border) => (border + FrontalUpdate.Tile - 1) & -FrontalUpdate.Tile;

    private static long Pad(long length) => (length + FrontalUpdate.Tile - 1) & -FrontalUpdate.Tile;
}
