using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LocalGeometry;

/// <summary>Which columns of sparse rows a neighbourhood needs, and the differences in them. Where a row and all its neighbours hold the
/// base row's value, differences are 0.</summary>
/// <remarks>
/// Columns are taken in whole blocks of sixteen, and always the last block, whole or not. Sums over them then run through the same lanes in
/// the same order as over all columns. Only zeros are left out, so the bits are the same. One thread's scratch. Cost of a load O(D + k
/// (values + columns taken)).
/// </remarks>
internal sealed class SparseNeighborhood
{
    private const int BlockLength = InnerProduct.LaneCount;

    private readonly int _columnCount;
    private readonly int[] _placeOfBlock;
    private readonly List<int> _blocks = [];

    public SparseNeighborhood(int columnCount)
    {
        _columnCount = columnCount;
        _placeOfBlock = new int[(columnCount + BlockLength - 1) / BlockLength];
    }

    /// <summary>Chooses the columns of one neighbourhood.</summary>
    /// <returns>How many there are.</returns>
    public int Select(ReadOnlySpan<float> origin, SparseRows rows, ReadOnlySpan<int> neighbors)
    {
        Span<int> place = _placeOfBlock;
        ReadOnlySpan<float> baseRow = rows.BaseRow;
        int last = place.Length - 1;
        for (int block = 0; block < last; block++)
        {
            int start = block * BlockLength;
            place[block] = origin.Slice(start, BlockLength).SequenceEqual(baseRow.Slice(start, BlockLength)) ? 0 : 1;
        }

        foreach (int neighbor in neighbors)
        {
            foreach (int column in rows.ColumnsOf(neighbor))
            {
                place[column / BlockLength] = 1;
            }
        }

        // Rows shorter than a block are summed in another way than longer ones.
        place[0] = 1;
        place[last] = 1;
        _blocks.Clear();
        for (int block = 0; block <= last; block++)
        {
            if (place[block] != 0)
            {
                place[block] = _blocks.Count;
                _blocks.Add(block);
            }
        }

        return ((_blocks.Count - 1) * BlockLength) + _columnCount - (last * BlockLength);
    }

    /// <summary>One neighbour less the origin, in the columns chosen.</summary>
    public void Subtract(int neighbor, ReadOnlySpan<float> origin, SparseRows rows, Span<double> difference)
    {
        ReadOnlySpan<float> baseRow = rows.BaseRow;
        for (int b = 0; b < _blocks.Count; b++)
        {
            int start = _blocks[b] * BlockLength;
            int end = Math.Min(start + BlockLength, _columnCount);
            for (int column = start; column < end; column++)
            {
                difference[(b * BlockLength) + column - start] = (double)baseRow[column] - origin[column];
            }
        }

        ReadOnlySpan<int> places = rows.ColumnsOf(neighbor);
        ReadOnlySpan<float> values = rows.ValuesOf(neighbor);
        for (int i = 0; i < places.Length; i++)
        {
            int column = places[i];
            difference[(_placeOfBlock[column / BlockLength] * BlockLength) + (column % BlockLength)] = (double)values[i] - origin[column];
        }
    }
}
