using System.Runtime.Intrinsics;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>All eigenvalues of eight small dense symmetric matrices at once, and the eigenvectors of the largest ones that are asked
/// for.</summary>
/// <remarks>
/// It is meant for matrices too small to fill vectors one by one. Each has a lane of its own, and the same bits beside any others. The
/// rotations of QL are kept and applied backwards to the wanted unit vectors alone. Cost as of <see cref="SmallSymmetricEigen"/>, eight for
/// little more than two. An instance is one thread's scratch.
/// </remarks>
internal sealed class BatchedSymmetricEigen
{
    public const int LaneCount = 8;

    private readonly int _size;
    private readonly BatchedTridiagonalization _reduction;
    private readonly BatchedQl _iteration;
    private readonly AlignedLanes _diagonal;
    private readonly AlignedLanes _offDiagonal;
    private readonly AlignedLanes _vectors;
    private readonly double[] _values;
    private readonly int[] _order;
    private int _vectorCount;

    /// <param name="size">The matrices' rows, at least 1.</param>
    public BatchedSymmetricEigen(int size)
    {
        _size = size;
        _reduction = new BatchedTridiagonalization(size);
        _iteration = new BatchedQl(size);
        _diagonal = new AlignedLanes(size);
        _offDiagonal = new AlignedLanes(size);
        _vectors = new AlignedLanes(size * size);
        _values = new double[LaneCount * size];
        _order = new int[LaneCount * size];
    }

    /// <summary>Ascending.</summary>
    public ReadOnlySpan<double> Values(int lane) => _values.AsSpan(lane * _size, _size);

    /// <summary>Puts a matrix into a lane.</summary>
    /// <param name="lane">0 to 7.</param>
    /// <param name="matrix">Row-major, of which the lower triangle is read.</param>
    public void Load(int lane, ReadOnlySpan<double> matrix)
    {
        Span<double> lanes = _reduction.Matrix.Values;
        for (int i = 0, at = lane; i < _size; i++)
        {
            foreach (double value in matrix.Slice(i * _size, i + 1))
            {
                lanes[at] = value;
                at += LaneCount;
            }
        }
    }

    /// <summary>Decomposes the matrices loaded. All other lanes take a copy of the first.</summary>
    /// <param name="laneCount">How many are loaded, in the first lanes.</param>
    public void Decompose(int laneCount)
    {
        FillBeyond(laneCount);
        Span<Vector512<double>> diagonal = _diagonal.Vectors[.._size];
        _reduction.Reduce(_size, diagonal, _offDiagonal.Vectors);
        _iteration.Iterate(diagonal, _offDiagonal.Vectors);
        ReadOnlySpan<double> found = _diagonal.Values;
        for (int lane = 0; lane < laneCount; lane++)
        {
            Span<double> values = _values.AsSpan(lane * _size, _size);
            Span<int> order = _order.AsSpan(lane * _size, _size);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = found[(i * LaneCount) + lane];
                order[i] = i;
            }

            values.Sort(order);
        }
    }

    /// <summary>Finds the eigenvectors of the largest eigenvalues of the matrices last decomposed.</summary>
    /// <param name="count">How many of each.</param>
    public void FindLargestVectors(int count)
    {
        _vectorCount = count;
        Span<Vector512<double>> vectors = _vectors.Vectors[..(_size * count)];
        Span<double> lanes = _vectors.Values;
        vectors.Clear();
        for (int lane = 0; lane < LaneCount; lane++)
        {
            for (int v = 0; v < count; v++)
            {
                int place = _order[(lane * _size) + _size - 1 - v];
                lanes[(((place * count) + v) * LaneCount) + lane] = 1;
            }
        }

        _iteration.BackTransform(vectors, count);
        _reduction.BackTransform(vectors, count);
    }

    /// <summary>Copies the unit eigenvector of a lane's i-th largest eigenvalue, i from 0 and below the count last found.</summary>
    public void CopyLargestVector(int lane, int index, Span<double> vector)
    {
        ReadOnlySpan<double> lanes = _vectors.Values;
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = lanes[(((i * _vectorCount) + index) * LaneCount) + lane];
        }
    }

    private void FillBeyond(int laneCount)
    {
        Span<double> lanes = _reduction.Matrix.Values;
        for (int at = 0; laneCount < LaneCount && at < lanes.Length; at += LaneCount)
        {
            lanes[(at + laneCount)..(at + LaneCount)].Fill(lanes[at]);
        }
    }
}
