using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LocalGeometry;

/// <summary>One row's neighbours as a small dense matrix, in scratch that a thread reuses from row to row.</summary>
/// <remarks>Not safe for two threads at once: each has its own. Cost of a load k D; of a Gram matrix k^2 D / 2.</remarks>
internal sealed class Neighborhood(int neighborCount, int columnCount)
{
    private const int ShortRow = 16;

    private readonly double[] _mean = new double[columnCount];
    private double[] _differences = [];
    private SparseNeighborhood? _sparse;
    private LocalCoordinates? _local;

    public int NumberOfNeighbors { get; } = neighborCount;

    /// <summary>The columns loaded: all of them, or for sparse rows a part. It holds those in which the row and its neighbours differ from
    /// the base row, and a few more. Of given distances it is the k local coordinates.</summary>
    public int NumberOfColumns { get; private set; } = columnCount;

    /// <summary>The j-th neighbour less the origin, a value for each column loaded.</summary>
    public Span<double> Difference(int neighbor) => _differences.AsSpan(neighbor * NumberOfColumns, NumberOfColumns);

    /// <summary>Loads the neighbours relative to a row: differences of single-precision values, taken in double.</summary>
    public void LoadRelativeTo(ReadOnlySpan<float> origin, CenteredFeatures features, ReadOnlySpan<int> neighbors)
    {
        if (features.ColumnOfRow is not null)
        {
            _local ??= new LocalCoordinates(NumberOfNeighbors);
            NumberOfColumns = NumberOfNeighbors;
            MakeRoom();
            _local.Fill(origin, features, neighbors, _differences);
            return;
        }

        if (features.Sparse is SparseRows rows)
        {
            _sparse ??= new SparseNeighborhood(_mean.Length);
            NumberOfColumns = _sparse.Select(origin, rows, neighbors);
            MakeRoom();
            for (int j = 0; j < NumberOfNeighbors; j++)
            {
                _sparse.Subtract(neighbors[j], origin, rows, Difference(j));
            }

            return;
        }

        MakeRoom();
        for (int j = 0; j < NumberOfNeighbors; j++)
        {
            ReadOnlySpan<float> neighbor = features.Row(neighbors[j]);
            Subtract(neighbor, origin, Difference(j));
        }
    }

    /// <summary>Subtracts the mean of the loaded rows from each of them.</summary>
    public void Center() => Center(_mean.AsSpan(0, NumberOfColumns));

    /// <summary>Subtracts the mean of the loaded rows from each of them, and hands it out.</summary>
    public void Center(Span<double> mean)
    {
        mean.Clear();
        for (int j = 0; j < NumberOfNeighbors; j++)
        {
            TensorPrimitives.Add(mean, Difference(j), mean);
        }

        TensorPrimitives.Divide(mean, NumberOfNeighbors, mean);
        for (int j = 0; j < NumberOfNeighbors; j++)
        {
            TensorPrimitives.Subtract(Difference(j), mean, Difference(j));
        }
    }

    /// <summary>Fills the D x D scatter matrix, the sum of the loaded rows' outer products, both triangles.</summary>
    public void FillScatter(Span<double> scatter)
    {
        scatter[..(NumberOfColumns * NumberOfColumns)].Clear();
        for (int j = 0; j < NumberOfNeighbors; j++)
        {
            ReadOnlySpan<double> row = Difference(j);
            for (int a = 0; a < NumberOfColumns; a++)
            {
                double factor = row[a];
                Span<double> target = scatter.Slice(a * NumberOfColumns, NumberOfColumns);
                for (int b = 0; b < target.Length; b++)
                {
                    target[b] += factor * row[b];
                }
            }
        }
    }

    /// <summary>Fills the k x k Gram matrix of the loaded rows, both triangles, and returns its trace.</summary>
    public double FillGram(Span<double> gram)
    {
        double trace = 0;
        for (int i = 0; i < NumberOfNeighbors; i++)
        {
            Span<double> row = gram.Slice(i * NumberOfNeighbors, i + 1);
            int j = 0;
            if (Vector512.IsHardwareAccelerated && NumberOfColumns >= ShortRow)
            {
                // An odd row and the next have equally many whole fours.
                j = (i + 1) & -4;
                if (i % 2 == 1)
                {
                    FillFours(i, Math.Min(i + 1, NumberOfNeighbors - 1), j, gram);
                }
            }

            for (; j <= i; j++)
            {
                row[j] = Dot(Difference(i), Difference(j));
            }

            for (j = 0; j < i; j++)
            {
                gram[(j * NumberOfNeighbors) + i] = row[j];
            }

            trace += gram[(i * NumberOfNeighbors) + i];
        }

        return trace;
    }

    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (left.Length >= ShortRow)
        {
            return InnerProduct.Of(left, right);
        }

        double sum = 0;
        for (int c = 0; c < left.Length; c++)
        {
            sum += left[c] * right[c];
        }

        return sum;
    }

    private void MakeRoom()
    {
        int needed = checked(NumberOfNeighbors * NumberOfColumns);
        if (_differences.Length < needed)
        {
            _differences = new double[needed];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(ReadOnlySpan<float> neighbor, ReadOnlySpan<float> origin, Span<double> difference)
    {
        int c = 0;
        for (; c <= difference.Length - Vector<float>.Count; c += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(neighbor[c..]), out Vector<double> low, out Vector<double> high);
            Vector.Widen(new Vector<float>(origin[c..]), out Vector<double> originLow, out Vector<double> originHigh);
            (low - originLow).CopyTo(difference[c..]);
            (high - originHigh).CopyTo(difference[(c + Vector<double>.Count)..]);
        }

        for (; c < difference.Length; c++)
        {
            difference[c] = (double)neighbor[c] - origin[c];
        }
    }

    /// <summary>The products of two rows with the first ones, four of those at a time: each vector is loaded once for several
    /// products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillFours(int row, int nextRow, int count, Span<double> gram)
    {
        nuint length = (nuint)NumberOfColumns;
        ref double a = ref MemoryMarshal.GetReference(Difference(row));
        ref double next = ref MemoryMarshal.GetReference(Difference(nextRow));
        for (int j = 0; j < count; j += 4)
        {
            ref double b0 = ref MemoryMarshal.GetReference(Difference(j));
            ref double b1 = ref Unsafe.Add(ref b0, length);
            ref double b2 = ref Unsafe.Add(ref b1, length);
            ref double b3 = ref Unsafe.Add(ref b2, length);
            Vector512<double> s0 = Vector512<double>.Zero, t0 = s0;
            Vector512<double> s1 = s0, t1 = s0;
            Vector512<double> s2 = s0, t2 = s0;
            Vector512<double> s3 = s0, t3 = s0;
            nuint c = 0;
            for (; c + (nuint)Vector512<double>.Count <= length; c += (nuint)Vector512<double>.Count)
            {
                Vector512<double> v = Vector512.LoadUnsafe(ref a, c);
                Vector512<double> w = Vector512.LoadUnsafe(ref next, c);
                Vector512<double> right = Vector512.LoadUnsafe(ref b0, c);
                s0 = Simd.MultiplyAdd(v, right, s0);
                t0 = Simd.MultiplyAdd(w, right, t0);
                right = Vector512.LoadUnsafe(ref b1, c);
                s1 = Simd.MultiplyAdd(v, right, s1);
                t1 = Simd.MultiplyAdd(w, right, t1);
                right = Vector512.LoadUnsafe(ref b2, c);
                s2 = Simd.MultiplyAdd(v, right, s2);
                t2 = Simd.MultiplyAdd(w, right, t2);
                right = Vector512.LoadUnsafe(ref b3, c);
                s3 = Simd.MultiplyAdd(v, right, s3);
                t3 = Simd.MultiplyAdd(w, right, t3);
            }

            Vector256<double> products = Simd.Sums(s0, s1, s2, s3);
            Vector256<double> nextProducts = Simd.Sums(t0, t1, t2, t3);
            for (; c < length; c++)
            {
                Vector256<double> right =
                    Vector256.Create(Unsafe.Add(ref b0, c), Unsafe.Add(ref b1, c), Unsafe.Add(ref b2, c), Unsafe.Add(ref b3, c));
                products += right * Unsafe.Add(ref a, c);
                nextProducts += right * Unsafe.Add(ref next, c);
            }

            products.CopyTo(gram[((row * NumberOfNeighbors) + j)..]);
            nextProducts.CopyTo(gram[((nextRow * NumberOfNeighbors) + j)..]);
        }
    }
}
