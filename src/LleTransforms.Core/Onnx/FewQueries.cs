using LleTransforms.Features;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Running;

namespace LleTransforms.Onnx;

/// <summary>Leaves out the fitted rows that cannot be neighbours of a few queries, by short images of all rows.</summary>
/// <remarks>
/// The bound is that of <see cref="PrincipalFilter"/>: images on m axes, and the length of what they leave out, give a lower bound on each
/// distance. Some rows with the least bounds are measured, and the k-th nearest of them bounds the distance of the k-th neighbour. A
/// single row then reads N (m + 1) values and some rows of D, in place of N D. Many queries together would keep nearly all rows, so a
/// batch does without. Only its first row is looked at, for some runtimes end the process where a table is empty.
/// </remarks>
internal sealed class FewQueries
{
    /// <summary>More queries than that are a batch.</summary>
    private const int MostQueries = 16;

    /// <summary>Rows that are measured to bound the distance of the k-th neighbour, for each of the k.</summary>
    private const int ProbesOfNeighbor = 2;

    private const int MostAxes = 48;
    private const int FewestColumns = 48;
    private const int FewestRows = 1024;
    private const double LargestDeparture = 1e-4;

    private readonly GraphBuilder _builder;
    private readonly CenteredFeatures _features;
    private readonly double[] _squaredNorms;
    private readonly float[] _axes;
    private readonly double _departure;
    private readonly int _axisCount;

    private FewQueries(GraphBuilder builder, CenteredFeatures features, double[] squaredNorms, float[] axes, double departure)
    {
        (_builder, _features, _squaredNorms, _axes, _departure) = (builder, features, squaredNorms, axes, departure);
        _axisCount = axes.Length / features.NumberOfColumns;
    }

    private int ColumnCount => _features.NumberOfColumns;

    /// <summary>The bytes of all images, where they pay.</summary>
    public static long SizeOf(int rowCount, int columnCount) =>
        Pays(rowCount, columnCount) ? sizeof(float) * (AxisCountFor(columnCount) + 2L) * rowCount : 0;

    /// <summary>Null where images would not be much shorter than rows.</summary>
    public static FewQueries? TryCreate(GraphBuilder builder, CenteredFeatures features, double[] squaredNorms)
    {
        if (!Pays(features.NumberOfRows, features.NumberOfColumns))
        {
            return null;
        }

        float[] axes = PrincipalAxes.Find(features, AxisCountFor(features.NumberOfColumns), new FitContext(), out double departure);
        return axes.Length == 0 || departure > LargestDeparture
            ? null
            : new FewQueries(builder, features, squaredNorms, axes, departure);
    }

    private static bool Pays(int rowCount, int columnCount) => columnCount >= FewestColumns && rowCount >= FewestRows;

    private static int AxisCountFor(int columnCount) => Math.Clamp(columnCount / 8, 8, MostAxes);

    /// <param name="queries">All queries, in single precision.</param>
    /// <param name="queryCount">[1], how many; at least one.</param>
    /// <param name="bounds">What their approximate distances may be wrong by.</param>
    /// <param name="rows">The constant with the fitted rows.</param>
    /// <param name="neighborCount">k.</param>
    /// <returns>The numbers of the rows that stay, ascending; of a batch all.</returns>
    public string RowsWithin(string queries, string queryCount, QueryBounds bounds, string rows, int neighborCount)
    {
        string isFew = _builder.LessOrEqual(queryCount, _builder.Integers(MostQueries));
        string takenCount = _builder.Where(isFew, queryCount, _builder.Integers(1));
        string Taken(string values) => _builder.Node("Slice", [values, _builder.Integers(0), takenCount, _builder.Integers(0)]);
        string taken = Taken(queries);
        string squares = Taken(bounds.Squares);
        string scores = Scores(taken, squares);
        string farthest = _builder.Multiply(
            _builder.Cast(KthOfProbes(taken, scores, rows, neighborCount), OnnxElement.Double),
            _builder.Double(1 + SearchPrecision.RoundingOfProducts(ColumnCount, OnnxElement.Single)));
        string room = Taken(bounds.Of(RelativeError()));
        string threshold = _builder.Cast(
            _builder.Add(_builder.Subtract(farthest, squares), room), OnnxElement.Single);
        string reach = _builder.Where(isFew, threshold, _builder.Single(float.PositiveInfinity));
        string isWithin = _builder.Cast(_builder.LessOrEqual(scores, reach), OnnxElement.Single);
        return _builder.Squeeze(_builder.Node("NonZero", [_builder.ReduceAway("Max", isWithin, 0)]), 0);
    }

    /// <summary>The squared distance of the k-th nearest of the rows with the least bounds; [n, 1] in single precision.</summary>
    private string KthOfProbes(string queries, string scores, string rows, int neighborCount)
    {
        (_, string probes) = _builder.Smallest(
            scores, _builder.Integers(Math.Min(ProbesOfNeighbor * neighborCount, _features.NumberOfRows)));
        string differences = _builder.Subtract(_builder.Gather(rows, probes, 0), _builder.Unsqueeze(queries, 1));
        string measured = _builder.ReduceAway("SumSquare", differences, 2);
        string nearest = _builder.Smallest(measured, _builder.Integers(neighborCount)).Values;
        return _builder.Gather(nearest, _builder.Integers(neighborCount - 1), 1);
    }

    /// <summary>Lower bounds on squared distances less the queries' own squares.</summary>
    private string Scores(string queries, string squares)
    {
        var transposed = new float[_axes.Length];
        for (int i = 0; i < _axes.Length; i++)
        {
            transposed[(i % ColumnCount * _axisCount) + (i / ColumnCount)] = _axes[i];
        }

        string along = _builder.MatrixProduct(queries, _builder.Constant("principal_axes", transposed, ColumnCount, _axisCount));
        string share = _builder.Reduce("SumSquare", _builder.Cast(along, OnnxElement.Double), 1);
        string rest = _builder.Subtract(_builder.Multiply(squares, _builder.Double(1 + HiddenShare())), share);
        string beside = _builder.Cast(
            _builder.Node("Sqrt", [_builder.Node("Max", [rest, _builder.Double(0)])]), OnnxElement.Single);
        string table = _builder.Constant("images", Images(), _axisCount + 1, _features.NumberOfRows);
        string norms = _builder.Constant(
            "image_squares", Array.ConvertAll(_squaredNorms, norm => (float)norm), 1, _features.NumberOfRows);
        return _builder.Node("Gemm", [_builder.Concat(1, along, beside), table, norms]);
    }

    /// <summary>Images of the fitted rows, a column each, times -2: a single query then reads them in order.</summary>
    private float[] Images()
    {
        int rowCount = _features.NumberOfRows;
        var images = new float[rowCount * (_axisCount + 1)];
        Parallel.For(0, rowCount, row =>
        {
            ReadOnlySpan<float> values = _features.Row(row);
            double rest = _squaredNorms[row] * (1 + HiddenShare());
            for (int axis = 0; axis < _axisCount; axis++)
            {
                double along = 0;
                for (int column = 0; column < values.Length; column++)
                {
                    along += (double)values[column] * _axes[(axis * ColumnCount) + column];
                }

                images[(axis * rowCount) + row] = -2 * (float)along;
                rest -= along * along;
            }

            images[(_axisCount * rowCount) + row] = -2 * (float)Math.Sqrt(Math.Max(rest, 0));
        });
        return images;
    }

    /// <summary>What axes that are not quite orthonormal, and rounding along them, may hide of a squared length: 2 q of
    /// <see cref="PrincipalFilter"/>.</summary>
    private double HiddenShare() => 2.1 * (_departure
        + (1.1 * Math.Sqrt(_axisCount) * SearchPrecision.RoundingOfProducts(ColumnCount, OnnxElement.Single)));

    /// <summary>What a score may be wrong by, beside the product of two lengths.</summary>
    private double RelativeError() =>
        HiddenShare() + SearchPrecision.RoundingOfProducts(_axisCount + 8, OnnxElement.Single);
}
