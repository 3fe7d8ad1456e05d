using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Incomplete LU in Crout's form with a drop tolerance, in a given elimination order, diagonal pivots. Li, Saad and Chow, "Crout versions
/// of ILU for general sparse matrices", SIAM J. Sci. Comput. 25 (2003). An entry is dropped when it is smaller than the tolerance times its
/// pivot. That keeps L and U of a symmetric matrix each other's transposes. Cost: the flops of the kept entries.
/// </summary>
internal sealed class IncompleteLu
{
    private IncompleteLu(int[] order, CroutTriangle lower, CroutTriangle upper, double[] reciprocalPivots)
    {
        Order = order;
        Lower = lower;
        Upper = upper;
        ReciprocalPivots = reciprocalPivots;
    }

    /// <summary>Order[k] is the row eliminated k-th.</summary>
    public int[] Order { get; }

    /// <summary>Columns of the unit lower triangle.</summary>
    public CroutTriangle Lower { get; }

    /// <summary>Rows of the upper triangle without its diagonal.</summary>
    public CroutTriangle Upper { get; }

    public double[] ReciprocalPivots { get; }

    /// <summary>Entries kept in L and U, the diagonal once.</summary>
    public long Nonzeros => (long)Lower.Count + Upper.Count + Order.Length;

    /// <summary>Factors D A D + shift I approximately, for a diagonal scaling D.</summary>
    /// <exception cref="SolverException">The factors would exceed the nonzeros or the operations allowed.</exception>
    public static IncompleteLu Compute(
        SparseMatrix matrix, SparseMatrix transpose, EliminationTree tree, double[] scaling, IncompleteOptions options, RunContext context)
    {
        int n = matrix.NumberOfRows;
        CroutTriangle upper = new(n, matrix.NonzeroCount), lower = new(n, matrix.NonzeroCount);
        double[] reciprocals = new double[n];
        SparseAccumulator row = new(n), column = new(n);
        double operations = 0;
        for (int k = 0; k < n; k++)
        {
            if (k % 64 == 0)
            {
                context.ThrowIfCancelled();
            }

            row.Gather(matrix, tree, k, scaling);
            column.Gather(transpose, tree, k, scaling);

            // L's list at k holds every earlier step with an entry in row k; that step's row of U is what
            // it subtracts. And the other way round.
            for (int i = lower.ListHead(k); i >= 0; i = lower.ListNext(i))
            {
                upper.SubtractTail(i, lower.Current(i), row);
            }

            for (int i = upper.ListHead(k); i >= 0; i = upper.ListNext(i))
            {
                lower.SubtractTail(i, upper.Current(i), column);
            }

            lower.AdvanceList(k);
            upper.AdvanceList(k);
            double pivot = row.Values[k] + options.Shift;
            if (!(Math.Abs(pivot) >= options.SmallestPivot))
            {
                pivot = pivot < 0 ? -options.SmallestPivot : options.SmallestPivot;
            }

            reciprocals[k] = 1 / pivot;
            double smallest = options.DropTolerance * Math.Abs(pivot);
            upper.Append(k, row, smallest, 1);
            lower.Append(k, column, smallest, 1 / pivot);
            if ((long)upper.Count + lower.Count > options.LargestNonzeros)
            {
                throw new SolverException($"the incomplete factors passed {options.LargestNonzeros} nonzeros at row {k} of {n}")
                {
                    IsForMemory = options.IsMemoryLimit,
                };
            }

            // What step k is subtracted from later is known now: each of its entries in L meets each in U.
            operations += (double)(upper.Starts[k + 1] - upper.Starts[k]) * (lower.Starts[k + 1] - lower.Starts[k]);
            if (operations > options.LargestOperations)
            {
                throw new SolverException(
                    $"the incomplete factors passed {options.LargestOperations:0.0e0} operations at row {k} of {n}, where the direct way " +
                    "stands ready");
            }
        }

        return new IncompleteLu(tree.Order, lower, upper, reciprocals);
    }
}

/// <summary>How an incomplete factorisation is kept sparse and stable.</summary>
/// <param name="Shift">Added to the diagonal.</param>
/// <param name="DropTolerance">Entries below this part of their pivot are dropped.</param>
/// <param name="SmallestPivot">Smaller pivots are replaced by this magnitude.</param>
/// <param name="LargestNonzeros">More kept entries end the attempt.</param>
internal sealed record IncompleteOptions(double Shift, double DropTolerance, double SmallestPivot, long LargestNonzeros)
{
    /// <summary>Bytes of an entry while the factors grow: it is held twice then, once as it was and once with room to grow.</summary>
    public const double BytesOfGrowth = 24;

    /// <summary>Whether it is memory that sets <see cref="LargestNonzeros"/>.</summary>
    public bool IsMemoryLimit { get; init; }

    /// <summary>More multiplications and additions end the attempt.</summary>
    public double LargestOperations { get; init; } = double.PositiveInfinity;
}
