namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>Columns kept in blocks of four, of which the last may be partly empty or hold more than anybody asked for.</summary>
/// <remarks>
/// This is the second layout of a tall matrix, beside row-major. A direct solve takes four right sides at a time, and each row of them is
/// one vector register. Whatever goes from one layout to the other does so here or in <see cref="ColumnBlock"/>.
/// </remarks>
internal sealed class ColumnBlocks(IReadOnlyList<ColumnBlock> blocks)
{
    private const int Width = ColumnBlock.Width;

    public IReadOnlyList<ColumnBlock> Blocks => blocks;

    public double this[int row, int column] => blocks[column / Width][row, column % Width];

    /// <summary>The rows of a matrix as columns.</summary>
    public static ColumnBlocks FromRows(DenseMatrix rows) =>
        new([.. Enumerable.Range(0, (rows.NumberOfRows + Width - 1) / Width).Select(block => ColumnBlock.FromRows(rows, block * Width))]);

    /// <summary>The first columns of a matrix whose columns fill whole blocks.</summary>
    public static ColumnBlocks FromColumns(DenseMatrix matrix, int count)
    {
        List<ColumnBlock> blocks = [];
        for (int first = 0; first < count; first += Width)
        {
            ColumnBlock block = new(matrix.NumberOfRows);
            for (int i = 0; i < matrix.NumberOfRows; i++)
            {
                matrix.Row(i).Slice(first, Width).CopyTo(block.Row(i));
            }

            blocks.Add(block);
        }

        return new ColumnBlocks(blocks);
    }

    /// <summary>The first columns as rows of a matrix.</summary>
    public DenseMatrix ToRows(int count)
    {
        DenseMatrix rows = new(count, blocks[0].NumberOfRows);
        for (int first = 0; first < count; first += Width)
        {
            blocks[first / Width].CopyToRows(rows, first);
        }

        return rows;
    }

    /// <summary>What a function makes of each block.</summary>
    public ColumnBlocks Convert(Func<ColumnBlock, ColumnBlock> convert) => new([.. blocks.Select(convert)]);

    /// <summary>The first columns, copied; zeros fill the last block.</summary>
    public ColumnBlocks First(int count) => new(Shifted(0, count));

    /// <summary>The first columns, followed at once by the first of others.</summary>
    public ColumnBlocks Join(int count, ColumnBlocks others, int otherCount)
    {
        List<ColumnBlock> joined = Shifted(0, count);
        List<ColumnBlock> shifted = others.Shifted(count % Width, otherCount);
        if (count % Width > 0)
        {
            // The last block of the one and the first of the other fill each other's empty columns.
            double[] last = joined[^1].Values, next = shifted[0].Values;
            for (int i = 0; i < last.Length; i++)
            {
                last[i] += next[i];
            }

            shifted.RemoveAt(0);
        }

        joined.AddRange(shifted);
        return new ColumnBlocks(joined);
    }

    private List<ColumnBlock> Shifted(int empty, int count)
    {
        List<ColumnBlock> result = [];
        for (int c = 0; c < count; c++)
        {
            int at = empty + c;
            if (result.Count <= at / Width)
            {
                result.Add(new ColumnBlock(blocks[0].NumberOfRows));
            }

            double[] source = blocks[c / Width].Values, target = result[at / Width].Values;
            for (int from = c % Width, to = at % Width; from < source.Length; from += Width, to += Width)
            {
                target[to] = source[from];
            }
        }

        return result;
    }
}
