using System.Numerics.Tensors;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Placement;

namespace LleTransforms.Updating;

/// <summary>The map y' = s R^T (y - a) + b of coordinates, with R orthogonal, that brings some rows nearest to where they shall be.
/// Without a scale nothing is moved either: a and b are 0.</summary>
/// <remarks>
/// Schönemann 1966, "A generalized solution of the orthogonal Procrustes problem", Psychometrika 31. R = U V^T of the singular value
/// decomposition of the cross products, which are centred where the centre may move. With the scale: Gower 1975, "Generalized Procrustes
/// analysis", Psychometrika 40. Cost for m rows: m d^2 + d^3, in one thread. Immutable.
/// </remarks>
internal sealed class SimilarityMap
{
    private readonly double[] _from;
    private readonly double[] _to;
    private readonly DenseMatrix _rotation;

    private SimilarityMap(double[] from, double[] to, DenseMatrix rotation, double scale)
    {
        (_from, _to, _rotation) = (from, to, rotation);
        Scale = scale;
    }

    /// <summary>s.</summary>
    public double Scale { get; }

    /// <param name="source">Row-major, d coordinates a row.</param>
    /// <param name="target">Where the rows shall be, alike.</param>
    /// <param name="componentCount">d.</param>
    /// <param name="kind">Whether s may differ from 1.</param>
    public static SimilarityMap Find(double[] source, double[] target, int componentCount, LleAlignmentKind kind)
    {
        bool isSimilarity = kind == LleAlignmentKind.Similarity;
        double[] from = isSimilarity ? Mean(source, componentCount) : new double[componentCount];
        double[] to = isSimilarity ? Mean(target, componentCount) : new double[componentCount];
        var cross = new DenseMatrix(componentCount, componentCount);
        double[] left = new double[componentCount], right = new double[componentCount];
        double squares = 0;
        for (int start = 0; start < source.Length; start += componentCount)
        {
            TensorPrimitives.Subtract(source.AsSpan(start, componentCount), from, left);
            TensorPrimitives.Subtract(target.AsSpan(start, componentCount), to, right);
            squares += TensorPrimitives.SumOfSquares<double>(left);
            for (int c = 0; c < componentCount; c++)
            {
                TensorPrimitives.MultiplyAdd(right, left[c], cross.Row(c), cross.Row(c));
            }
        }

        (DenseMatrix rotation, double sum) = SmallDense.NearestOrthogonal(cross);
        return new SimilarityMap(from, to, rotation, isSimilarity && squares > 0 ? sum / squares : 1);
    }

    /// <summary>Maps coordinates, row after row.</summary>
    public double[] Apply(double[] coordinates)
    {
        int d = _from.Length;
        double[] result = new double[coordinates.Length];
        double[] centered = new double[d];
        for (int start = 0; start < result.Length; start += d)
        {
            TensorPrimitives.Subtract(coordinates.AsSpan(start, d), _from, centered);
            Rotate(centered, result.AsSpan(start, d));
            TensorPrimitives.Add(result.AsSpan(start, d), _to, result.AsSpan(start, d));
        }

        return result;
    }

    /// <summary>The projection that gives each row the mapped coordinates.</summary>
    public LinearProjection Apply(LinearProjection projection)
    {
        int d = _from.Length;
        int columnCount = projection.Axes.Length / d;
        double[] axes = new double[projection.Axes.Length];
        double[] column = new double[d], rotated = new double[d];
        for (int j = 0; j < columnCount; j++)
        {
            for (int c = 0; c < d; c++)
            {
                column[c] = projection.Axes[(c * columnCount) + j];
            }

            Rotate(column, rotated);
            for (int c = 0; c < d; c++)
            {
                axes[(c * columnCount) + j] = rotated[c];
            }
        }

        return new LinearProjection(axes, Apply(projection.Intercept));
    }

    /// <summary>s R^T v.</summary>
    private void Rotate(ReadOnlySpan<double> vector, Span<double> result)
    {
        result.Clear();
        for (int c = 0; c < vector.Length; c++)
        {
            TensorPrimitives.MultiplyAdd(_rotation.Row(c), Scale * vector[c], result, result);
        }
    }

    private static double[] Mean(double[] rows, int componentCount)
    {
        double[] mean = new double[componentCount];
        for (int start = 0; start < rows.Length; start += componentCount)
        {
            TensorPrimitives.Add(mean, rows.AsSpan(start, componentCount), mean);
        }

        TensorPrimitives.Divide(mean, rows.Length / componentCount, mean);
        return mean;
    }
}
