using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Alignment;

/// <summary>
/// Guesses the row at which the left null vector u of A = I - W is large. There the factorisation of A may be bordered without loss. A poor
/// row costs a second factorisation. W^T leaves u unchanged, so a few steps with |W|^T from the constant find where it gathers. Cost
/// O(nonzeros).
/// </summary>
internal static class BorderRow
{
    private const int Steps = 4;

    /// <param name="matrix">A.</param>
    /// <param name="transpose">A^T.</param>
    /// <param name="sinkRow">A row of the sink component, where alone u is not 0.</param>
    /// <param name="context">Threads and cancellation.</param>
    public static int Choose(SparseMatrix matrix, SparseMatrix transpose, int sinkRow, RunContext context)
    {
        double[] mass = IndicatorOfSink(matrix, sinkRow);
        for (int step = 0; step < Steps; step++)
        {
            mass = Step(transpose, mass, context);
        }

        int best = sinkRow;
        double total = 0;
        for (int i = 0; i < mass.Length; i++)
        {
            total += mass[i];
            best = mass[i] > mass[best] ? i : best;
        }

        return double.IsFinite(total) ? best : sinkRow;
    }

    /// <summary>1 for every row that the sink row reaches, which is its component, since no edge leaves it.</summary>
    private static double[] IndicatorOfSink(SparseMatrix matrix, int sinkRow)
    {
        double[] reached = new double[matrix.NumberOfRows];
        int[] waiting = new int[matrix.NumberOfRows];
        int count = 0;
        waiting[count++] = sinkRow;
        reached[sinkRow] = 1;
        while (count > 0)
        {
            int row = waiting[--count];
            for (int p = matrix.RowStarts[row]; p < matrix.RowStarts[row + 1]; p++)
            {
                int next = matrix.Columns[p];
                if (reached[next] == 0)
                {
                    reached[next] = 1;
                    waiting[count++] = next;
                }
            }
        }

        return reached;
    }

    /// <summary>|W|^T x, from the rows of A^T without their diagonal.</summary>
    private static double[] Step(SparseMatrix transpose, double[] x, RunContext context)
    {
        double[] result = new double[x.Length];
        RowBlocks.ForEach(x.Length, context, (from, end) =>
        {
            for (int j = from; j < end; j++)
            {
                double sum = 0;
                for (int p = transpose.RowStarts[j]; p < transpose.RowStarts[j + 1]; p++)
                {
                    int i = transpose.Columns[p];
                    sum += i == j ? 0 : Math.Abs(transpose.Values[p]) * x[i];
                }

                result[j] = sum;
            }
        });
        return result;
    }
}
