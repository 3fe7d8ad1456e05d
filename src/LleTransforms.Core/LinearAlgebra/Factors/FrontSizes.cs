namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>Numbers that a supernode's front and its update take while it is eliminated.</summary>
/// <param name="IsSymmetric">Whether the factors are L D L^T, whose updates are triangles.</param>
internal readonly record struct FrontSizes(bool IsSymmetric)
{
    /// <summary>A front of p pivots and b more rows, with the scratch of its elimination.</summary>
    public long Front(int pivots, int border) => IsSymmetric
        ? Pad(FrontalCholesky.ScratchLength(pivots, pivots + border) + ((long)(pivots + border) * FrontalCholesky.Stride(pivots + border)))
        : Pad((long)(pivots + border) * LuStride(pivots, border));

    /// <summary>The Schur complement that waits for the parent.</summary>
    public long Update(int border) => Pad(IsSymmetric ? (long)border * (border + 1) / 2 : (long)border * UpdateStride(border));

    /// <summary>Numbers from one row of an unsymmetric update to the next.</summary>
    public static int UpdateStride(int border) => (border + FrontalUpdate.Tile - 1) & -FrontalUpdate.Tile;

    /// <summary>Where the border's columns of an unsymmetric front begin: those of the pivots are padded to a multiple of 8.</summary>
    public static int BorderColumn(int pivots) => (pivots + FrontalUpdate.Tile - 1) & -FrontalUpdate.Tile;

    /// <summary>Numbers from one row of an unsymmetric front to the next. They are an odd number of tiles, so that rows fall into all sets
    /// of a cache.</summary>
    public static int LuStride(int pivots, int border)
    {
        int stride = BorderColumn(pivots) + UpdateStride(border);
        return stride % (2 * FrontalUpdate.Tile) == 0 ? stride + FrontalUpdate.Tile : stride;
    }

    private static long Pad(long length) => (length + FrontalUpdate.Tile - 1) & -FrontalUpdate.Tile;
}
