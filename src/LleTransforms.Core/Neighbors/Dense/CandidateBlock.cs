using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace LleTransforms.Neighbors.Dense;

/// <summary>For each row of a block the columns that may be among its k nearest, judged by products with a bounded error.</summary>
/// <remarks>
/// Let n_i be row i's squared norm in double, and s the computed product of rows i and j. It has the error
/// |s - a.b| &lt;= gamma |a||b| &lt;= gamma (n_i + n_j) / 2. Let e = gamma + 4u with u = 2^-24.
/// The score of j for i is v = fl(s - h_j), h_j = fl(n_j (1 - e) / 2). The larger it is, the nearer is j. Since
/// |s - h_j| &lt;= 1.01 (n_i + n_j), the roundings of h_j and of the difference cost at most 1.51 u (n_i + n_j). Therefore
/// <code>
///   d_ij &lt;= T  implies  v >= (n_i (1 - e) - T) / 2 = floor_i,   and   d_ij &lt;= n_i - 2 v + 2 e (n_i + n_j).
/// </code>
/// A column's norm is bounded by its distance, n_j &lt;= 2 n_i + 2 d_ij, and so
/// <code>
///   d_ij &lt;= (n_i (1 + 6 e) - 2 v) / (1 - 4 e).
/// </code>
/// With a score v that k columns reach, that is a T which the k-th distance cannot exceed. The first line says which columns stay. An
/// absolute term covers what falls below the smallest normal float. So no true neighbour is ever lost, and
/// <see cref="SquaredDistance"/> has the last word. Memory: 8 (2 k + 32) bytes a row. Not thread-safe: callers hold <see cref="Gate"/>.
/// </remarks>
internal sealed class CandidateBlock
{
    private const int Padding = 32;
    private const int MostHalvings = 32;
    private readonly DenseRows _rows;
    private readonly DenseRows _others;
    private readonly int _wanted;
    private readonly int _capacity;
    private readonly double _relativeError;
    private readonly double _absoluteError;
    private readonly float[] _scores;
    private readonly int[] _indices;
    private readonly int[] _counts;

    /// <param name="rows">The rows that look for neighbours.</param>
    /// <param name="others">The rows that may be neighbours.</param>
    /// <param name="firstIndex">The block's first row.</param>
    /// <param name="count">The number of rows in the block.</param>
    /// <param name="wanted">k; 0 for a block that only serves as columns.</param>
    public CandidateBlock(DenseRows rows, DenseRows others, int firstIndex, int count, int wanted)
    {
        _rows = rows;
        _others = others;
        FirstIndex = firstIndex;
        Count = count;
        _wanted = wanted;
        _capacity = (2 * wanted) + 32;
        double gamma = BlockKernel.RelativeError(rows.NumberOfColumns);
        _relativeError = gamma + (4 * Math.ScaleB(1, -24));
        _absoluteError = (rows.NumberOfColumns + 8.0) * Math.ScaleB(1, -148);
        HalfNorms = new float[count + Padding];
        Floors = new float[count + Padding];
        Array.Fill(HalfNorms, float.PositiveInfinity);
        Array.Fill(Floors, float.PositiveInfinity);
        for (int row = 0; row < count; row++)
        {
            HalfNorms[row] = (float)(rows.SquaredNorm(firstIndex + row) * (1 - _relativeError) / 2);
            Floors[row] = -float.MaxValue;
        }

        _scores = wanted == 0 ? [] : new float[count * _capacity];
        _indices = wanted == 0 ? [] : new int[count * _capacity];
        _counts = wanted == 0 ? [] : new int[count];
    }

    public int FirstIndex { get; }

    public int Count { get; }

    /// <summary>h_j; infinite in the padding, so that a missing column is never near.</summary>
    public float[] HalfNorms { get; }

    /// <summary>The score below which a column cannot be among the k nearest; infinite in the padding.</summary>
    public float[] Floors { get; }

    /// <summary>A thread holds this while it offers to the block.</summary>
    public object Gate { get; } = new();

    public void Offer(int row, int index, float score)
    {
        if (score < Floors[row])
        {
            return;
        }

        int at = (row * _capacity) + _counts[row];
        _scores[at] = score;
        _indices[at] = index;
        if (++_counts[row] == _capacity)
        {
            Compact(row);
        }
    }

    /// <summary>Decides among the row's candidates by exact distances.</summary>
    public void Decide(int row, Span<int> indices, Span<double> squaredDistances)
    {
        int start = row * _capacity;
        if (_counts[row] > _wanted)
        {
            RaiseFloor(row);
        }

        ReadOnlySpan<float> query = _rows.Row(FirstIndex + row);
        var heap = new NearestHeap(indices, squaredDistances);
        for (int at = start; at < start + _counts[row]; at++)
        {
            if (_scores[at] >= Floors[row])
            {
                heap.Offer(_indices[at], SquaredDistance.Between(query, _others.Row(_indices[at])));
            }
        }

        heap.SortAndFill();
    }

    /// <summary>Leaves out what lies beyond a squared distance of a row.</summary>
    public void Limit(int row, double distanceBound)
    {
        if (distanceBound < double.PositiveInfinity)
        {
            SetFloor(row, distanceBound);
        }
    }

    private void Compact(int row)
    {
        RaiseFloor(row);
        if (_counts[row] > _wanted + ((_capacity - _wanted) / 2))
        {
            KeepExactNearest(row);
        }
    }

    // From the k best scores, an upper bound on the k-th distance, and from that the floor; then drops what lies beneath.
    private void RaiseFloor(int row)
    {
        int start = row * _capacity;
        Span<float> scores = _scores.AsSpan(start, _counts[row]);
        Span<int> indices = _indices.AsSpan(start, _counts[row]);
        double norm = _rows.SquaredNorm(FirstIndex + row);
        double bound = (norm * (1 + (6 * _relativeError))) - (2.0 * ReachedBy(_wanted, scores)) + _absoluteError;
        SetFloor(row, bound / (1 - (4 * _relativeError)));
        float floor = Floors[row];
        int kept = 0;
        for (int r = 0; r < scores.Length; r++)
        {
            // Which scores stay is anybody's guess, so nothing branches on it.
            float score = scores[r];
            scores[kept] = score;
            indices[kept] = indices[r];
            kept += score >= floor ? 1 : 0;
        }

        _counts[row] = kept;
    }

    // Where scores cannot tell candidates apart (ties, or a spread below the error bound), exact distances make room.
    private void KeepExactNearest(int row)
    {
        int count = _counts[row];
        Span<float> scores = _scores.AsSpan(row * _capacity, count);
        Span<int> indices = _indices.AsSpan(row * _capacity, count);
        int[] nearest = ArrayPool<int>.Shared.Rent(_wanted);
        double[] distances = ArrayPool<double>.Shared.Rent(_wanted + count);
        Span<double> exact = distances.AsSpan(_wanted, count);
        ReadOnlySpan<float> query = _rows.Row(FirstIndex + row);
        var heap = new NearestHeap(nearest.AsSpan(0, _wanted), distances.AsSpan(0, _wanted));
        for (int r = 0; r < count; r++)
        {
            exact[r] = SquaredDistance.Between(query, _others.Row(indices[r]));
            heap.Offer(indices[r], exact[r]);
        }

        double bound = heap.Bound;
        int lastIndex = nearest[0];
        int kept = 0;
        for (int r = 0; r < count; r++)
        {
            if (exact[r] < bound || (exact[r] == bound && indices[r] <= lastIndex))
            {
                scores[kept] = scores[r];
                indices[kept++] = indices[r];
            }
        }

        _counts[row] = kept;
        SetFloor(row, bound);
        ArrayPool<int>.Shared.Return(nearest);
        ArrayPool<double>.Shared.Return(distances);
    }

    private void SetFloor(int row, double distanceBound)
    {
        double norm = _rows.SquaredNorm(FirstIndex + row);
        double floor = ((norm * (1 - _relativeError)) - distanceBound) / 2;
        float rounded = MathF.BitDecrement((float)(floor - _absoluteError));
        Floors[row] = Math.Max(Floors[row], rounded);
    }

    // A score that at least so many reach: where scores differ enough, no more than those. Halves the range in which it lies.
    private static float ReachedBy(int count, ReadOnlySpan<float> scores)
    {
        float low = TensorPrimitives.Min(scores);
        float high = TensorPrimitives.Max(scores);
        for (int pass = 0; pass < MostHalvings; pass++)
        {
            float middle = low + ((high - low) / 2);
            int reaching = CountAtLeast(middle, scores);
            if (reaching >= count)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }

            if (reaching == count)
            {
                break;
            }
        }

        return low;
    }

    private static int CountAtLeast(float bound, ReadOnlySpan<float> scores)
    {
        Vector<float> bounds = new(bound);
        Vector<int> counts = Vector<int>.Zero;
        int i = 0;
        for (; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            // Where it holds, a comparison gives -1.
            counts -= Vector.GreaterThanOrEqual(new Vector<float>(scores[i..]), bounds);
        }

        int count = Vector.Sum(counts);
        for (; i < scores.Length; i++)
        {
            count += scores[i] >= bound ? 1 : 0;
        }

        return count;
    }
}
