using System.Numerics.Tensors;
using LleTransforms.Features;

namespace LleTransforms.LocalGeometry;

/// <summary>One row's neighbours as a small dense matrix, in scratch that a thread reuses from row to row.</summary>
/// <remarks>Not safe for two threads at once: each has its own. Cost of a load k D; of a Gram matrix k^2 D / 2.</remarks>
internal sealed class Neighborhood(int neighborCount, int columnCount)
{
    private const int ShortRow = 16;

    private readonly double[] _differences = new double[checked(neighborCount * columnCount)];
    private readonly double[] _mean = new double[columnCount];

    public int NeighborCount { get; } = neighborCount;

    public int ColumnCount { get; } = columnCount;

    /// <summary>The j-th neighbour less the origin, D values.</summary>
    public Span<double> Difference(int neighbor) => _differences.AsSpan(neighbor * ColumnCount, ColumnCount);

    /// <summary>Loads the neighbours relative to a row: differences of single-precision values, taken in double.</summary>
    public void LoadRelativeTo(ReadOnlySpan<float> origin, CenteredFeatures features, ReadOnlySpan<int> neighbors)
    {
        for (int j = 0; j < NeighborCount; j++)
        {
            ReadOnlySpan<float> neighbor = features.Row(neighbors[j]);
            Span<double> difference = Difference(j);
            for (int c = 0; c < difference.Length; c++)
            {
                difference[c] = (double)neighbor[c] - origin[c];
            }
        }
    }

    /// <summary>Subtracts the mean of the loaded rows from each of them.</summary>
    public void Center() => Center(_mean);

    /// <summary>Subtracts the mean of the loaded rows from each of them, and hands it out.</summary>
    public void Center(Span<double> mean)
    {
        mean.Clear();
        for (int j = 0; j < NeighborCount; j++)
        {
            TensorPrimitives.Add(mean, Difference(j), mean);
        }

        TensorPrimitives.Divide(mean, NeighborCount, mean);
        for (int j = 0; j < NeighborCount; j++)
        {
            TensorPrimitives.Subtract(Difference(j), mean, Difference(j));
        }
    }

    /// <summary>Fills the D x D scatter matrix, the sum of the loaded rows' outer products, both triangles.</summary>
    public void FillScatter(Span<double> scatter)
    {
        scatter[..(ColumnCount * ColumnCount)].Clear();
        for (int j = 0; j < NeighborCount; j++)
        {
            ReadOnlySpan<double> row = Difference(j);
            for (int a = 0; a < ColumnCount; a++)
            {
                double factor = row[a];
                Span<double> target = scatter.Slice(a * ColumnCount, ColumnCount);
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
        for (int i = 0; i < NeighborCount; i++)
        {
            ReadOnlySpan<double> left = Difference(i);
            for (int j = 0; j <= i; j++)
            {
                double product = Dot(left, Difference(j));
                gram[(i * NeighborCount) + j] = product;
                gram[(j * NeighborCount) + i] = product;
            }

            trace += gram[(i * NeighborCount) + i];
        }

        return trace;
    }

    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (left.Length >= ShortRow)
        {
            return TensorPrimitives.Dot(left, right);
        }

        double sum = 0;
        for (int c = 0; c < left.Length; c++)
        {
            sum += left[c] * right[c];
        }

        return sum;
    }
}
