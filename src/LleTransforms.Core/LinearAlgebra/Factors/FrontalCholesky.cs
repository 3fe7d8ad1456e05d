using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Partial L D L^T of one dense symmetric front. Its first p rows and columns are eliminated, and the rest becomes the Schur complement for
/// the parent. Golub and Van Loan, "Matrix Computations", section 4.1.2, right-looking, blocked twice (8 columns in registers, 128 in
/// cache). There are no interchanges, since the matrix is positive definite except for rounding. A pivot that rounding made tiny is
/// replaced, and refinement repairs what that costs. Cost p m^2 - p^2 m + p^3 / 3 flops for a front of m rows: half of an LU.
/// </summary>
/// <remarks>Only the lower triangle is read; what is written above it is of no use. Rows are padded to
/// <see cref="Stride"/>, columns are not.</remarks>
internal static unsafe class FrontalCholesky
{
    private const int Narrow = FrontalUpdate.Tile;
    private const int Wide = 128;
    private const int ColumnAlignment = 2 * Narrow;

    /// <summary>
    /// Doubles from one row to the next. There is room for a register tile that begins at any column. The stride is an odd number of cache
    /// lines, so that rows fall into all sets of a cache.
    /// </summary>
    public static int Stride(int rows)
    {
        int stride = Pad(rows + ColumnAlignment - 1, Narrow);
        return stride % ColumnAlignment == 0 ? stride + Narrow : stride;
    }

    /// <summary>Doubles of scratch that <see cref="Factor"/> needs for so many pivots of so many rows.</summary>
    public static long ScratchLength(int pivots, int rows) => (long)Math.Min(Wide, pivots) * Stride(rows);

    /// <summary>Eliminates the pivots.</summary>
    /// <param name="front">Rows of <see cref="Stride"/> doubles; receives the unit lower triangle L, D on the diagonal, and the Schur
    /// complement.</param>
    /// <param name="pivots">How many columns to eliminate.</param>
    /// <param name="rows">All rows of the front.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles.</param>
    /// <param name="tiny">Pivots below this are replaced by it.</param>
    /// <param name="parallelism">For fronts worth sharing between cores, null keeps to this thread; the result does not depend on
    /// it.</param>
    /// <param name="cancellationToken">Stops the work between two panels.</param>
    public static void Factor(
        double* front, int pivots, int rows, double* scratch, double tiny, ParallelOptions? parallelism,
        CancellationToken cancellationToken)
    {
        int stride = Stride(rows);
        for (int outer = 0; outer < pivots; outer += Wide)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int outerEnd = Math.Min(outer + Wide, pivots);
            for (int k = outer; k < outerEnd; k += Narrow)
            {
                int end = Math.Min(k + Narrow, outerEnd);
                FactorDiagonal(front, k, end, stride, tiny);
                SolveStrip(front, k, end, rows, stride);
                if (end < outerEnd)
                {
                    int width = Pad(outerEnd - end, Narrow);
                    ScaleAndTranspose(front, k, end, end, outerEnd, stride, scratch, width);
                    FrontalUpdate.Subtract(
                        At(front, end, k, stride), scratch, At(front, end, end, stride), rows - end, width, end - k,
                        new FrontStrides(stride, width), null);
                }
            }

            if (outerEnd < rows)
            {
                int width = Pad(rows - outerEnd, ColumnAlignment);
                ScaleAndTranspose(front, outer, outerEnd, outerEnd, rows, stride, scratch, width);
                FrontalUpdate.SubtractLower(
                    At(front, outerEnd, outer, stride), scratch, At(front, outerEnd, outerEnd, stride), rows - outerEnd, outerEnd - outer,
                    new FrontStrides(stride, width), parallelism);
            }
        }
    }

    private static int Pad(int count, int alignment) => (count + alignment - 1) & -alignment;

    private static double* At(double* front, int row, int column, int stride) => front + ((long)row * stride) + column;

    /// <summary>L D L^T of the narrow diagonal block [k, end).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FactorDiagonal(double* front, int k, int end, int stride, double tiny)
    {
        for (int j = k; j < end; j++)
        {
            double pivot = *At(front, j, j, stride);
            if (!(Math.Abs(pivot) >= tiny))
            {
                pivot = tiny;
                *At(front, j, j, stride) = pivot;
            }

            for (int i = j + 1; i < end; i++)
            {
                double* row = At(front, i, 0, stride);
                double factor = row[j] / pivot;
                for (int c = j + 1; c <= i; c++)
                {
                    row[c] -= factor * *At(front, c, j, stride);
                }
            }

            for (int i = j + 1; i < end; i++)
            {
                *At(front, i, j, stride) /= pivot;
            }
        }
    }

    /// <summary>L below the narrow block: the rows times (L_kk D)^-T, formed once, so that each row is one short product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SolveStrip(double* front, int k, int end, int rows, int stride)
    {
        int width = end - k;
        double* inverse = stackalloc double[Narrow * Narrow];
        InvertTransposed(At(front, k, k, stride), width, stride, inverse);
        Vector256<double> zero = Vector256<double>.Zero;
        double* result = stackalloc double[Narrow];
        for (int i = end; i < rows; i++)
        {
            double* strip = At(front, i, k, stride);
            Vector256<double> low = zero, high = zero;
            for (int j = 0; j < width; j++)
            {
                Vector256<double> x = Vector256.Create(strip[j]);
                low = Simd.MultiplyAdd(x, Vector256.Load(inverse + (j * Narrow)), low);
                high = Simd.MultiplyAdd(x, Vector256.Load(inverse + (j * Narrow) + 4), high);
            }

            if (width == Narrow)
            {
                low.Store(strip);
                high.Store(strip + 4);
                continue;
            }

            // The columns past a narrower strip are the Schur complement's.
            low.Store(result);
            high.Store(result + 4);
            for (int j = 0; j < width; j++)
            {
                strip[j] = result[j];
            }
        }
    }

    /// <summary>(L D)^-T = L^-T D^-1 of a narrow block, upper triangular, row-major.</summary>
    private static void InvertTransposed(double* block, int width, int stride, double* inverse)
    {
        new Span<double>(inverse, Narrow * Narrow).Clear();
        for (int column = 0; column < width; column++)
        {
            // Row `column` of L^-1, which is column `column` of L^-T: solved from its diagonal to the left.
            inverse[(column * Narrow) + column] = 1;
            for (int row = column - 1; row >= 0; row--)
            {
                double sum = 0;
                for (int t = row + 1; t <= column; t++)
                {
                    sum += inverse[(t * Narrow) + column] * block[((long)t * stride) + row];
                }

                inverse[(row * Narrow) + column] = -sum;
            }
        }

        for (int column = 0; column < width; column++)
        {
            double pivot = block[((long)column * stride) + column];
            for (int row = 0; row <= column; row++)
            {
                inverse[(row * Narrow) + column] /= pivot;
            }
        }
    }

    /// <summary>target = D L^T for the pivots [k, end) and the rows [from, to) of L: one row for each
    /// pivot, zeros up to the width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScaleAndTranspose(double* front, int k, int end, int from, int to, int stride, double* target, int width)
    {
        int i = from;
        for (; i + 8 <= to; i += 8)
        {
            double* row = At(front, i, k, stride);
            double* column = target + (i - from);
            for (int j = k; j < end; j++)
            {
                // Eight rows at a time fill whole cache lines of the target.
                Vector256<double> low = Vector256.Create(row[0], row[stride], row[2L * stride], row[3L * stride]);
                Vector256<double> high = Vector256.Create(row[4L * stride], row[5L * stride], row[6L * stride], row[7L * stride]);
                Vector256<double> pivot = Vector256.Create(*At(front, j, j, stride));
                (low * pivot).Store(column);
                (high * pivot).Store(column + 4);
                column += width;
                row++;
            }
        }

        for (; i < to; i++)
        {
            double* row = At(front, i, 0, stride);
            double* column = target + (i - from);
            for (int j = k; j < end; j++)
            {
                column[(long)(j - k) * width] = row[j] * *At(front, j, j, stride);
            }
        }

        for (int j = 0; j < end - k; j++)
        {
            new Span<double>(target + ((long)j * width) + (to - from), width - (to - from)).Clear();
        }
    }
}
