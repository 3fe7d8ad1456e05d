namespace LleTransforms.Eigen;

/// <summary>What an eigen solve cost, for the log and for benchmarks.</summary>
internal sealed class EigenStatistics
{
    /// <summary>Seconds for the fill-reducing order and the symbolic count.</summary>
    public double OrderingSeconds { get; set; }

    /// <summary>Seconds for the factors or the preconditioner.</summary>
    public double FactorSeconds { get; set; }

    /// <summary>Seconds for the eigen iteration.</summary>
    public double IterationSeconds { get; set; }

    /// <summary>Steps of Lanczos or LOBPCG.</summary>
    public int Iterations { get; set; }

    /// <summary>Nonzeros of the factors, as counted (direct) or kept (incomplete).</summary>
    public long FactorNonzeros { get; set; }

    /// <summary>Counted flops of the direct factorisation, 0 if none was counted.</summary>
    public double FactorFlops { get; set; }
}
