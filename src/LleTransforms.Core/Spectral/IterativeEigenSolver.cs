using System.Diagnostics;

namespace LleTransforms.Spectral;

/// <summary>
/// The iterative way: LOBPCG preconditioned by an incomplete factor, of A + 1e-4 I where M = A^T A, of the scaled M + 1e-3 I where M is assembled.
/// If a factor does not help enough, the next attempt drops less. Memory: the kept entries plus a dozen blocks of n x m.
/// </summary>
internal static class IterativeEigenSolver
{
    /// <summary>Kept entries of a factor, as a multiple of the matrix's nonzeros, beyond which it is not worth its time.</summary>
    private const long LargestFill = 40;

    private static readonly IncompleteOptions[] FactoredAttempts = [new(1e-4, 5e-3, 1e-2, 0), new(1e-4, 5e-4, 1e-3, 0)];
    private static readonly IncompleteOptions[] AssembledAttempts = [new(1e-3, 1e-3, 1e-4, 0), new(1e-3, 2e-4, 1e-4, 0)];

    /// <summary>The second attempt drops less, for a longer set-up.</summary>
    public const int Attempts = 2;

    public static List<double[]> Run(
        AlignmentMatrix alignment, SymbolicFactor symbolic, EigenRequest request, int attempt, bool giveUpEarly, EigenStatistics statistics, FitContext context)
    {
        if (Lobpcg.BlockSize(request.Count) * 4 > alignment.Size)
        {
            throw new EigenSolverException($"{alignment.Size} rows are too few for blocks of {Lobpcg.BlockSize(request.Count)} vectors");
        }

        bool squared = alignment is FactoredAlignment;
        IncompleteOptions options = (squared ? FactoredAttempts : AssembledAttempts)[attempt];
        long started = Stopwatch.GetTimestamp();
        SparseMatrix matrix = symbolic.Matrix;
        double[] scaling = squared ? Ones(matrix.RowCount) : InverseRootDiagonal(matrix);
        IncompleteOptions limited = options with { LargestNonzeros = LargestFill * matrix.NonzeroCount };
        IncompleteLu factors = IncompleteLu.Compute(matrix, symbolic.Transpose, symbolic.Tree, scaling, limited, context);
        statistics.FactorSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        statistics.FactorNonzeros = factors.Nonzeros;
        started = Stopwatch.GetTimestamp();
        try
        {
            CoarseFactor coarse = CoarseFactor.Of(options.DropTolerance, squared, giveUpEarly);
            IncompletePreconditioner preconditioner = new(factors, scaling, squared);
            return Lobpcg.Run(alignment, squared ? symbolic.Transpose : null, preconditioner, request, coarse, statistics, context);
        }
        finally
        {
            statistics.IterationSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
    }

    private static double[] Ones(int n)
    {
        double[] ones = new double[n];
        Array.Fill(ones, 1);
        return ones;
    }

    /// <summary>1 / sqrt(M_ii); 1 where the diagonal is not positive or not stored.</summary>
    internal static double[] InverseRootDiagonal(SparseMatrix matrix)
    {
        double[] scaling = Ones(matrix.RowCount);
        for (int i = 0; i < matrix.RowCount; i++)
        {
            int at = Array.BinarySearch(matrix.Columns, matrix.RowStarts[i], matrix.RowStarts[i + 1] - matrix.RowStarts[i], i);
            if (at >= 0 && matrix.Values[at] > 0)
            {
                scaling[i] = 1 / Math.Sqrt(matrix.Values[at]);
            }
        }

        return scaling;
    }
}
