using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Alignment;

/// <summary>W = V S^-1 (D x r) of features X = U S V^T (n x D) of rank r, so that X W = U has orthonormal columns.</summary>
/// <remarks>
/// By the eigenvectors of X^T X, or, of fewer rows than columns, of X X^T (Golub &amp; Van Loan, Matrix Computations, section 8.6). Directions whose
/// variance is below 1e-12 of the first (constant columns, D &gt; n) take no part. Cost n D min(n, D) + min(n, D)^3.
/// </remarks>
internal sealed class Whitening
{
    private const double NegligibleVariance = 1e-12;

    /// <summary>Row-major, D and r rounded up to the widths of the blocks' products, with zeros behind.</summary>
    private readonly double[] _matrix;

    private Whitening(DeviationRows rows, double[] matrix, int rank)
    {
        Rows = rows;
        _matrix = matrix;
        Rank = rank;
    }

    /// <summary>X.</summary>
    public DeviationRows Rows { get; }

    public int Rank { get; }

    public static Whitening Compute(DeviationRows rows, RunContext context)
    {
        bool isWide = rows.ColumnCount > rows.RowCount;
        int size = Math.Min(rows.RowCount, rows.ColumnCount);
        double[] product = Trimmed(isWide ? RowGram(rows, context) : ColumnScatter(rows, context), DeviationRows.Padded(size), size);
        var eigen = new SmallSymmetricEigen(size, context);
        eigen.Decompose(product, size);
        double largest = eigen.Values[^1];
        int rank = 0;
        while (rank < size && eigen.Values[size - 1 - rank] > NegligibleVariance * largest)
        {
            rank++;
        }

        eigen.FindLargestVectors(rank);
        int width = DeviationRows.Padded(rank);
        double[] scaled = new double[DeviationRows.Padded(size) * width];
        for (int c = 0; c < rank; c++)
        {
            double variance = eigen.Values[size - 1 - c];
            double divisor = isWide ? variance : Math.Sqrt(variance);
            ReadOnlySpan<double> vector = eigen.LargestVector(c);
            for (int i = 0; i < size; i++)
            {
                scaled[(i * width) + c] = vector[i] / divisor;
            }
        }

        return new Whitening(rows, isWide ? FromRows(rows, scaled, width, context) : scaled, rank);
    }

    /// <summary>(A U)^T (A U), or U^T U where A is null: r x r row-major, symmetric to the bit, summed over blocks of rows in their order.</summary>
    public double[] SquareOf(SparseMatrix? matrix, RunContext context)
    {
        var (block, columns, length) = Block();
        int width = DeviationRows.Padded(Rank);
        double[] whitened = new double[length * width];
        double[] sum = new double[width * width];
        for (int start = 0; start < Rows.RowCount; start += length)
        {
            int end = Math.Min(Rows.RowCount, start + length);
            Fill(matrix, block, start, end, context);
            Whiten(block, columns, whitened, width, end - start, context);
            TallBlock.AddWideGram(whitened, whitened, width, end - start, sum, context);
        }

        return Trimmed(sum, width, Rank);
    }

    /// <summary>U^T M U, as <see cref="SquareOf"/>.</summary>
    public double[] QuadraticOf(SparseMatrix matrix, RunContext context)
    {
        var (block, columns, length) = Block();
        int width = DeviationRows.Padded(Rank);
        double[] left = new double[length * width];
        double[] right = new double[length * width];
        double[] sum = new double[width * width];
        for (int start = 0; start < Rows.RowCount; start += length)
        {
            int end = Math.Min(Rows.RowCount, start + length);
            Fill(null, block, start, end, context);
            Whiten(block, columns, left, width, end - start, context);
            Fill(matrix, block, start, end, context);
            Whiten(block, columns, right, width, end - start, context);
            TallBlock.AddWideGram(left, right, width, end - start, sum, context);
        }

        return Trimmed(sum, width, Rank);
    }

    /// <summary>W times vectors of r entries.</summary>
    public Matrix<double> Apply(double[][] vectors)
    {
        int width = DeviationRows.Padded(Rank);
        return Matrix<double>.Build.Dense(Rows.ColumnCount, vectors.Length, (row, c) =>
            System.Numerics.Tensors.TensorPrimitives.Dot<double>(_matrix.AsSpan(row * width, Rank), vectors[c]));
    }

    private (double[] Block, int Columns, int Length) Block()
    {
        int columns = DeviationRows.Padded(Rows.ColumnCount);
        int length = DeviationRows.BlockLength(Math.Max(columns, DeviationRows.Padded(Rank)));
        return (new double[length * columns], columns, length);
    }

    /// <summary>Rows of X, or of a matrix times X.</summary>
    private void Fill(SparseMatrix? matrix, double[] block, int start, int end, RunContext context)
    {
        if (matrix is null)
        {
            Rows.Fill(block, start, end, context);
        }
        else
        {
            Rows.FillProduct(matrix, block, start, end, context);
        }
    }

    private static double[] ColumnScatter(DeviationRows rows, RunContext context)
    {
        int width = DeviationRows.Padded(rows.ColumnCount);
        int length = DeviationRows.BlockLength(width);
        double[] block = new double[length * width];
        double[] sum = new double[checked(width * width)];
        for (int start = 0; start < rows.RowCount; start += length)
        {
            int end = Math.Min(rows.RowCount, start + length);
            rows.Fill(block, start, end, context);
            TallBlock.AddWideGram(block, block, width, end - start, sum, context);
        }

        return sum;
    }

    private static double[] RowGram(DeviationRows rows, RunContext context)
    {
        int width = DeviationRows.Padded(rows.RowCount);
        int length = DeviationRows.BlockLength(width);
        double[] block = new double[length * width];
        double[] sum = new double[checked(width * width)];
        for (int start = 0; start < rows.ColumnCount; start += length)
        {
            int end = Math.Min(rows.ColumnCount, start + length);
            rows.FillTransposed(block, start, end, context);
            TallBlock.AddWideGram(block, block, width, end - start, sum, context);
        }

        return sum;
    }

    /// <summary>X^T times vectors of n entries, which stand as columns.</summary>
    private static double[] FromRows(DeviationRows rows, double[] vectors, int width, RunContext context)
    {
        int rowWidth = DeviationRows.Padded(rows.RowCount);
        int length = DeviationRows.BlockLength(rowWidth);
        double[] block = new double[length * rowWidth];
        double[] product = new double[length * width];
        double[] result = new double[checked(DeviationRows.Padded(rows.ColumnCount) * width)];
        for (int start = 0; start < rows.ColumnCount; start += length)
        {
            int end = Math.Min(rows.ColumnCount, start + length);
            rows.FillTransposed(block, start, end, context);
            Array.Clear(product);
            TallBlock.AddProduct(block, rowWidth, vectors, product, width, end - start, context);
            product.AsSpan(0, (end - start) * width).CopyTo(result.AsSpan(start * width));
        }

        return result;
    }

    /// <summary>A matrix of whose padded rows the upper triangle is filled, as one that is whole and has no padding.</summary>
    private static double[] Trimmed(double[] upper, int width, int size)
    {
        double[] whole = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = i; j < size; j++)
            {
                whole[(i * size) + j] = whole[(j * size) + i] = upper[(i * width) + j];
            }
        }

        return whole;
    }

    private void Whiten(double[] block, int columns, double[] result, int width, int count, RunContext context)
    {
        Array.Clear(result);
        TallBlock.AddProduct(block, columns, _matrix, result, width, count, context);
    }
}
