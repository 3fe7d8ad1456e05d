using System.Numerics.Tensors;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Alignment;

/// <summary>W = V S^-1 (D x r), for features X = U S V^T (n x D) of rank r. It makes the columns of X W = U orthonormal.</summary>
/// <remarks>
/// It is found from the eigenvectors of X^T X, or of X X^T where there are fewer rows than columns. See Golub &amp; Van Loan, Matrix
/// Computations, section 8.6. Directions whose variance is below 1e-12 of the first (constant columns, D &gt; n) take no part. Cost n D
/// min(n, D) + min(n, D)^3.
/// </remarks>
internal sealed class Whitening
{
    private const double NegligibleVariance = 1e-12;

    /// <summary>W, its D and r rounded up to the widths of the blocks' products, with zeros behind.</summary>
    private readonly DenseMatrix _matrix;

    private Whitening(DeviationRows rows, DenseMatrix matrix, int rank)
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
        bool isWide = rows.NumberOfColumns > rows.NumberOfRows;
        int size = Math.Min(rows.NumberOfRows, rows.NumberOfColumns);
        DenseMatrix product = Trimmed(
            isWide
                ? Gram(rows.NumberOfColumns, rows.NumberOfRows, (block, start) => rows.FillTransposed(block, start, context), context)
                : Gram(rows.NumberOfRows, rows.NumberOfColumns, (block, start) => rows.Fill(block, start, context), context),
            size);
        var eigen = new SmallSymmetricEigen(size, context);
        eigen.Decompose(product.Values, size);
        double largest = eigen.Values[^1];
        int rank = 0;
        while (rank < size && eigen.Values[size - 1 - rank] > NegligibleVariance * largest)
        {
            rank++;
        }

        eigen.FindLargestVectors(rank);
        int width = DeviationRows.Padded(rank);
        DenseMatrix scaled = new(DeviationRows.Padded(size), width);
        for (int c = 0; c < rank; c++)
        {
            double variance = eigen.Values[size - 1 - c];
            double divisor = isWide ? variance : Math.Sqrt(variance);
            ReadOnlySpan<double> vector = eigen.LargestVector(c);
            for (int i = 0; i < size; i++)
            {
                scaled[i, c] = vector[i] / divisor;
            }
        }

        return new Whitening(rows, isWide ? FromRows(rows, scaled, context) : scaled, rank);
    }

    /// <summary>Computes (A U)^T (A U), or U^T U where A is null: r x r, symmetric to the bit. Blocks of rows are summed in their
    /// order.</summary>
    public DenseMatrix SquareOf(SparseMatrix? matrix, RunContext context)
    {
        DenseMatrix block = Block();
        DenseMatrix whitened = new(block.NumberOfRows, _matrix.NumberOfColumns);
        DenseMatrix sum = new(_matrix.NumberOfColumns, _matrix.NumberOfColumns);
        for (int start = 0; start < Rows.NumberOfRows; start += block.NumberOfRows)
        {
            DenseMatrix part = Whitened(matrix, start, block, whitened, context);
            TallBlock.AddWideGram(part, part, sum, context);
        }

        return Trimmed(sum, Rank);
    }

    /// <summary>U^T M U, as <see cref="SquareOf"/>.</summary>
    public DenseMatrix QuadraticOf(SparseMatrix matrix, RunContext context)
    {
        DenseMatrix block = Block();
        DenseMatrix left = new(block.NumberOfRows, _matrix.NumberOfColumns);
        DenseMatrix right = new(block.NumberOfRows, _matrix.NumberOfColumns);
        DenseMatrix sum = new(_matrix.NumberOfColumns, _matrix.NumberOfColumns);
        for (int start = 0; start < Rows.NumberOfRows; start += block.NumberOfRows)
        {
            DenseMatrix part = Whitened(null, start, block, left, context);
            TallBlock.AddWideGram(part, Whitened(matrix, start, block, right, context), sum, context);
        }

        return Trimmed(sum, Rank);
    }

    /// <summary>W times vectors of r entries. Each vector is a row, and so is each result.</summary>
    public DenseMatrix Apply(DenseMatrix vectors)
    {
        DenseMatrix images = new(vectors.NumberOfRows, Rows.NumberOfColumns);
        for (int c = 0; c < images.NumberOfRows; c++)
        {
            for (int column = 0; column < images.NumberOfColumns; column++)
            {
                images[c, column] = TensorPrimitives.Dot<double>(_matrix.Row(column)[..Rank], vectors.Row(c));
            }
        }

        return images;
    }

    private DenseMatrix Block()
    {
        int columns = DeviationRows.Padded(Rows.NumberOfColumns);
        return new DenseMatrix(DeviationRows.BlockLength(Math.Max(columns, _matrix.NumberOfColumns)), columns);
    }

    /// <summary>Rows of U, or of a matrix times U, as many as fill a block from one on.</summary>
    private DenseMatrix Whitened(SparseMatrix? matrix, int start, DenseMatrix block, DenseMatrix result, RunContext context)
    {
        int count = Math.Min(block.NumberOfRows, Rows.NumberOfRows - start);
        (block, result) = (block.Head(count), result.Head(count));
        if (matrix is null)
        {
            Rows.Fill(block, start, context);
        }
        else
        {
            Rows.FillProduct(matrix, block, start, context);
        }

        TallBlock.Product(block, _matrix, result, context);
        return result;
    }

    /// <summary>B^T B of a matrix B that is filled a block of rows at a time.</summary>
    private static DenseMatrix Gram(int rowCount, int columnCount, Action<DenseMatrix, int> fill, RunContext context)
    {
        int width = DeviationRows.Padded(columnCount);
        DenseMatrix block = new(DeviationRows.BlockLength(width), width);
        DenseMatrix sum = new(width, width);
        for (int start = 0; start < rowCount; start += block.NumberOfRows)
        {
            DenseMatrix part = block.Head(Math.Min(block.NumberOfRows, rowCount - start));
            fill(part, start);
            TallBlock.AddWideGram(part, part, sum, context);
        }

        return sum;
    }

    /// <summary>X^T times vectors of n entries, which stand as columns.</summary>
    private static DenseMatrix FromRows(DeviationRows rows, DenseMatrix vectors, RunContext context)
    {
        int rowWidth = DeviationRows.Padded(rows.NumberOfRows);
        DenseMatrix block = new(DeviationRows.BlockLength(rowWidth), rowWidth);
        DenseMatrix products = new(block.NumberOfRows, vectors.NumberOfColumns);
        DenseMatrix result = new(DeviationRows.Padded(rows.NumberOfColumns), vectors.NumberOfColumns);
        for (int start = 0; start < rows.NumberOfColumns; start += block.NumberOfRows)
        {
            int count = Math.Min(block.NumberOfRows, rows.NumberOfColumns - start);
            (DenseMatrix part, DenseMatrix product) = (block.Head(count), products.Head(count));
            rows.FillTransposed(part, start, context);
            TallBlock.Product(part, vectors, product, context);
            for (int row = 0; row < count; row++)
            {
                product.Row(row).CopyTo(result.Row(start + row));
            }
        }

        return result;
    }

    /// <summary>Turns a matrix with padded rows, whose upper triangle is filled, into a whole one without padding.</summary>
    private static DenseMatrix Trimmed(DenseMatrix upper, int size)
    {
        DenseMatrix whole = new(size, size);
        for (int i = 0; i < size; i++)
        {
            for (int j = i; j < size; j++)
            {
                whole[i, j] = whole[j, i] = upper[i, j];
            }
        }

        return whole;
    }
}
