using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>One sparse row or column under construction: dense values, and the list of positions that are set.</summary>
internal sealed class SparseAccumulator(int size)
{
    private readonly int[] _stamp = new int[size];
    private int _step;

    public double[] Values { get; } = new double[size];

    public int[] Positions { get; } = new int[size];

    public int Count { get; private set; }

    /// <summary>Starts step k with the scaled entries of the matrix row that is eliminated k-th, at positions k and later.</summary>
    public void Gather(SparseMatrix matrix, EliminationTree tree, int k, double[] scaling)
    {
        _step++;
        Count = 0;
        int row = tree.Order[k];
        for (int p = matrix.RowStarts[row]; p < matrix.RowStarts[row + 1]; p++)
        {
            int position = tree.Position[matrix.Columns[p]];
            if (position >= k)
            {
                Subtract(position, -matrix.Values[p] * scaling[row] * scaling[matrix.Columns[p]]);
            }
        }

        if (_stamp[k] != _step)
        {
            Subtract(k, 0);
        }
    }

    public void Subtract(int position, double value)
    {
        if (_stamp[position] != _step)
        {
            _stamp[position] = _step;
            Positions[Count++] = position;
            Values[position] = 0;
        }

        Values[position] -= value;
    }
}
