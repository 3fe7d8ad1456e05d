using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Orleans.Wire;

/// <summary>Sums over all rows of a basis V and its images A V, in one array. They are 1^T V, V^T V and (A V)^T (A V).</summary>
/// <remarks>Each is summed in the order of the rows, so that where shards begin does not matter.</remarks>
internal sealed class RitzSums(double[] values, int componentCount)
{
    public RitzSums(int componentCount)
        : this(new double[componentCount + (2 * componentCount * componentCount)], componentCount)
    {
    }

    public double[] Values => values;

    public double[] Sums => values[..componentCount];

    public DenseMatrix Gram => new(componentCount, componentCount, values[componentCount..(componentCount * (componentCount + 1))]);

    public DenseMatrix ImageGram => new(componentCount, componentCount, values[(componentCount * (componentCount + 1))..]);

    /// <summary>Adds rows of V and of A V, d numbers each.</summary>
    public void Add(ReadOnlySpan<double> basis, ReadOnlySpan<double> images)
    {
        int d = componentCount;
        Span<double> sums = values.AsSpan(0, d);
        Span<double> gram = values.AsSpan(d, d * d);
        Span<double> imageGram = values.AsSpan(d + (d * d));
        for (int at = 0; at < basis.Length; at += d)
        {
            ReadOnlySpan<double> v = basis.Slice(at, d);
            ReadOnlySpan<double> u = images.Slice(at, d);
            for (int i = 0; i < d; i++)
            {
                sums[i] += v[i];
                for (int j = 0; j < d; j++)
                {
                    gram[(i * d) + j] += v[i] * v[j];
                    imageGram[(i * d) + j] += u[i] * u[j];
                }
            }
        }
    }
}
