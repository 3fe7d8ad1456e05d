namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>What a factorisation stores.</summary>
/// <param name="IsSymmetric">Whether the factors are L D L^T.</param>
/// <param name="BytesOfNumber">Bytes of each number: 8, or 4 in single precision.</param>
internal readonly record struct FactorKind(bool IsSymmetric, int BytesOfNumber)
{
    /// <summary>L and U in double precision.</summary>
    public static readonly FactorKind Lu = new(false, sizeof(double));

    /// <summary>L and U in single precision.</summary>
    public static readonly FactorKind SingleLu = new(false, sizeof(float));

    /// <summary>L D L^T in double precision.</summary>
    public static readonly FactorKind Cholesky = new(true, sizeof(double));
}
