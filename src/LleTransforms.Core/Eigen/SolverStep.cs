namespace LleTransforms.Eigen;

/// <summary>What may be tried for the bottom of M. LOBPCG and inner solves are what users know as iterative.</summary>
internal enum SolverStep
{
    /// <summary>A dense decomposition.</summary>
    Dense,

    /// <summary>Lanczos on the pseudo-inverse by an exact factorisation.</summary>
    Direct,

    /// <summary>The same with factors in single precision.</summary>
    SinglePrecision,

    /// <summary>Lanczos on the pseudo-inverse by inner iterations on A.</summary>
    Inexact,

    /// <summary>LOBPCG with a coarse incomplete factor.</summary>
    Lobpcg,

    /// <summary>LOBPCG with a finer one.</summary>
    FinerLobpcg,
}
