using System.Numerics.Tensors;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Placement;

namespace LleTransforms.Updating;

/// <summary>The map y' = s R^T (y - a) + b of m coordinates to d. It brings some rows nearest to where they shall be. Where the kind is not
/// <see cref="LleAlignmentKind.Linear"/>, the columns of R are orthonormal. Without a scale nothing is moved either: a and b are
/// 0.</summary>
/// <remarks>
/// Schönemann 1966, "A generalized solution of the orthogonal Procrustes problem", Psychometrika 31. R = U V^T of the singular value
/// decomposition of the cross products, which are centred where the centre may move. With the scale: Gower 1975, "Generalized Procrustes
/// analysis", Psychometrika 40. Where m is above d, the trace of cross products is largest by R. R is then the nearest one if the rows'
/// coordinates do not go together, and those of all rows of a fit do not. The linear kind takes R by least squares. Cost for r rows:
/// r m d + m^3, or r m^2 + m^3 for the linear kind, in one thread. Immutable.
/// </remarks>
internal sealed class SimilarityMap
{
    private readonly double[] _from;
    private readonly double[] _to;
    private readonly DenseMatrix _rotation;
    private readonly bool _isTurn;

    private SimilarityMap(double[] from, double[] to, DenseMatrix rotation, double scale, bool isTurn)
    {
        (_from, _to, _rotation, _isTurn) = (from, to, rotation, isTurn);
        Scale = scale;
    }

    /// <summary>s.</summary>
    public double Scale { get; }

    /// <param name="source">Row-major, m coordinates a row.</param>
    /// <param name="target">Where the rows shall be, d a row.</param>
    /// <param name="from">m, at least d.</param>
    /// <param name="to">d.</param>
    /// <param name="kind">Whether s may differ from 1, or R be any matrix.</param>
    public static SimilarityMap Find(double[] source, double[] target, int from, int to, LleAlignmentKind kind)
    {
        bool isSimilarity = kind == LleAlignmentKind.Similarity;
        double[] center = isSimilarity ? Mean(source, from) : new double[from];
        double[] goal = isSimilarity ? Mean(target, to) : new double[to];
        var cross = new DenseMatrix(from, to);
        double[] left = new double[from], right = new double[to];
        for (int row = 0; row < target.Length / to; row++)
        {
            TensorPrimitives.Subtract(source.AsSpan(row * from, from), center, left);
            TensorPrimitives.Subtract(target.AsSpan(row * to, to), goal, right);
            for (int c = 0; c < from; c++)
            {
                TensorPrimitives.MultiplyAdd(right, left[c], cross.Row(c), cross.Row(c));
            }
        }

        if (kind == LleAlignmentKind.Linear)
        {
            return new SimilarityMap(center, goal, LeastSquares(source, cross), 1, isTurn: false);
        }

        (DenseMatrix rotation, double sum) = SmallDense.NearestOrthogonal(cross);
        var turn = new SimilarityMap(center, goal, rotation, 1, from == to);
        double squares = isSimilarity ? turn.SumOfSquares(source) : 0;
        return squares > 0 ? new SimilarityMap(center, goal, rotation, sum / squares, from == to) : turn;
    }

    /// <summary>R = (Y^T Y)^-1 Y^T Z, where directions that the rows Y do not have count as 0.</summary>
    private static DenseMatrix LeastSquares(double[] source, DenseMatrix cross)
    {
        (int m, int d) = (cross.NumberOfRows, cross.NumberOfColumns);
        DenseMatrix gram = new(m, m), map = new(m, d);
        for (int start = 0; start < source.Length; start += m)
        {
            ReadOnlySpan<double> row = source.AsSpan(start, m);
            for (int c = 0; c < m; c++)
            {
                TensorPrimitives.MultiplyAdd(row, row[c], gram.Row(c), gram.Row(c));
            }
        }

        DenseMatrix root = SmallDense.InverseRoot(gram);
        double[] along = new double[d];
        for (int direction = 0; direction < m; direction++)
        {
            Array.Clear(along);
            for (int c = 0; c < m; c++)
            {
                TensorPrimitives.MultiplyAdd(cross.Row(c), root[c, direction], along, along);
            }

            for (int c = 0; c < m; c++)
            {
                TensorPrimitives.MultiplyAdd(along, root[c, direction], map.Row(c), map.Row(c));
            }
        }

        return map;
    }

    /// <summary>Maps coordinates, row after row.</summary>
    public double[] Apply(double[] coordinates)
    {
        (int m, int d) = (_from.Length, _to.Length);
        double[] result = new double[coordinates.Length / m * d];
        double[] centered = new double[m];
        for (int row = 0; row < coordinates.Length / m; row++)
        {
            Span<double> mapped = result.AsSpan(row * d, d);
            TensorPrimitives.Subtract(coordinates.AsSpan(row * m, m), _from, centered);
            Rotate(centered, mapped);
            TensorPrimitives.Add(mapped, _to, mapped);
        }

        return result;
    }

    /// <summary>The eigenvalues of R^T L R for the diagonal matrix L: what the mapped columns cost of what the columns cost.</summary>
    /// <param name="costs">L, one for each of the m columns.</param>
    /// <returns>d of them, ascending. They are those given where the space stays the same.</returns>
    public double[] Costs(double[] costs)
    {
        (int m, int d) = (_from.Length, _to.Length);
        if (_isTurn)
        {
            return costs;
        }

        DenseMatrix projected = new(d, d);
        for (int c = 0; c < m; c++)
        {
            for (int i = 0; i < d; i++)
            {
                TensorPrimitives.MultiplyAdd(_rotation.Row(c), costs[c] * _rotation[c, i], projected.Row(i), projected.Row(i));
            }
        }

        return Array.ConvertAll(SmallDense.SymmetricEigen(projected, d).Values, value => Math.Max(0, value));
    }

    /// <summary>The projection that gives each row the mapped coordinates.</summary>
    public LinearProjection Apply(LinearProjection projection)
    {
        (int m, int d) = (_from.Length, _to.Length);
        int columnCount = projection.Axes.Length / m;
        double[] axes = new double[columnCount * d];
        double[] column = new double[m], rotated = new double[d];
        for (int j = 0; j < columnCount; j++)
        {
            for (int c = 0; c < m; c++)
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

    /// <summary>The sum of squares of mapped rows, as far as they are from where their mean goes.</summary>
    private double SumOfSquares(double[] coordinates)
    {
        double[] centered = new double[_from.Length], rotated = new double[_to.Length];
        double squares = 0;
        for (int start = 0; start < coordinates.Length; start += centered.Length)
        {
            TensorPrimitives.Subtract(coordinates.AsSpan(start, centered.Length), _from, centered);
            Rotate(centered, rotated);
            squares += TensorPrimitives.SumOfSquares<double>(rotated);
        }

        return squares;
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
