namespace LleTransforms.Eigen;

/// <summary>What an eigen solve cost, for whoever measures fits.</summary>
internal sealed class EigenStatistics
{
    /// <summary>Seconds for the fill-reducing order and the symbolic count.</summary>
    public double OrderingSeconds { get; set; }

    /// <summary>Seconds for the factors or the preconditioner.</summary>
    public double FactorSeconds { get; set; }

    /// <summary>Steps of Lanczos or LOBPCG.</summary>
    public int Iterations { get; set; }

    /// <summary>Nonzeros of the factors, as counted (direct) or kept (incomplete).</summary>
    public long FactorNonzeros { get; set; }
}
