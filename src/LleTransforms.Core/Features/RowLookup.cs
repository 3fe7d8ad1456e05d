using System.Numerics.Tensors;

namespace LleTransforms.Features;

/// <summary>Finds the fitted row that equals a given one, by hash: the answer "this row was fitted" that no metric or approximation can
/// blur. Of given distances, the first 0 tells it.</summary>
/// <remarks>Open addressing, 8 bytes a row and more; O(D) a query, nothing allocated. Immutable, safe for any number of threads.</remarks>
internal sealed class RowLookup
{
    private readonly CenteredFeatures _features;
    private readonly int[] _slots;

    /// <param name="features">Distinct rows; of equal ones the first is found.</param>
    public RowLookup(CenteredFeatures features)
    {
        _features = features;
        if (features.ColumnOfRow is not null)
        {
            _slots = [];
            return;
        }

        _slots = new int[DistinctRows.SlotCountFor(features.NumberOfRows)];
        float[] scratch = features.RowScratch();
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            int slot = FindSlot(features.Row(row, scratch));
            if (_slots[slot] == 0)
            {
                _slots[slot] = row + 1;
            }
        }
    }

    /// <summary>The row equal to the given one, centred and scaled alike; -1 where there is none.</summary>
    public int IndexOf(ReadOnlySpan<float> row) =>
        _features.ColumnOfRow is int[] columns ? FirstAtZero(row, columns) : _slots[FindSlot(row)] - 1;

    /// <summary>The first row at distance 0; -1 where a negative value says that these are no distances.</summary>
    private static int FirstAtZero(ReadOnlySpan<float> distances, int[] columns)
    {
        if (TensorPrimitives.Min(distances) < 0)
        {
            return -1;
        }

        for (int row = 0; row < columns.Length; row++)
        {
            if (distances[columns[row]] == 0)
            {
                return row;
            }
        }

        return -1;
    }

    // The slot that holds the row, or the empty one where it would stand.
    private int FindSlot(ReadOnlySpan<float> row)
    {
        int mask = _slots.Length - 1;
        int slot = (int)(DistinctRows.Hash(row) & (ulong)mask);
        while (_slots[slot] != 0 && !_features.Equals(_slots[slot] - 1, row))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
