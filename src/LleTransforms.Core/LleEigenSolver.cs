namespace LleTransforms;

/// <summary>How the bottom eigenvectors of the alignment matrix are found.</summary>
public enum LleEigenSolver
{
    /// <summary>Dense for a few hundred rows; otherwise direct where its counted work and memory allow,
    /// else iterative. The default.</summary>
    Auto = 0,

    /// <summary>
    /// A dense decomposition: O(n^3) time and O(n^2) memory, 32 n^2 bytes. Above 2,500 rows these must fit half of the memory that the
    /// process may use. Else another solver takes over.
    /// </summary>
    Dense = 1,

    /// <summary>A sparse direct factorisation and Lanczos on the pseudo-inverse: best where the rows have
    /// low intrinsic dimension.</summary>
    Direct = 2,

    /// <summary>Preconditioned block iteration (LOBPCG): best where the intrinsic dimension is high, as in images.</summary>
    Iterative = 3,
}
