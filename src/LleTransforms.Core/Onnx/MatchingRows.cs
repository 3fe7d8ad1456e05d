using LleTransforms.Features;
using LleTransforms.Neighbors;

namespace LleTransforms.Onnx;

/// <summary>The k fitted rows that differ from each row in the fewest columns, as <see cref="MatchingSearch"/> finds them.</summary>
/// <remarks>
/// A column with v values becomes v columns of zeros and ones, and products of matrices count what matches. Counts are whole numbers below
/// 2^24, so single precision holds them exactly, and ties are ties.
/// </remarks>
internal sealed class MatchingRows
{
    /// <summary>Values of all columns together, each of which becomes a column.</summary>
    public const int MostValues = 16_384;

    private readonly GraphBuilder _builder;
    private readonly TrainingBlocks _blocks;
    private readonly int _columnCount;
    private readonly int _neighborCount;
    private readonly string _columns;
    private readonly string _values;
    private readonly string? _zeroRow;

    /// <exception cref="NotSupportedException">The columns hold too many values.</exception>
    public MatchingRows(GraphBuilder builder, CenteredFeatures features, TrainingBlocks blocks, LleMetric metric, int neighborCount)
    {
        (_builder, _blocks, _columnCount, _neighborCount) = (builder, blocks, features.NumberOfColumns, neighborCount);
        (long[] columns, float[] values) = DistinctValues(features, metric);
        _columns = builder.Constant("value_columns", columns, columns.Length);
        _values = builder.Constant("column_values", values, values.Length);
        if (metric == LleMetric.Jaccard)
        {
            float[] zeroRow = new float[_columnCount];
            features.Scaling.Map(new double[_columnCount], zeroRow);
            _zeroRow = builder.Constant("zero_row", zeroRow, _columnCount);
        }
    }

    /// <returns>Indices and distances, [n, k].</returns>
    public (string Indices, string Distances) Find(MappedRows queries)
    {
        string matches = ValueMatches(queries.Single);
        string? zeros = _zeroRow is null ? null : Matches(queries.Single, _zeroRow);
        var distances = new List<string>();
        var indices = new List<string>();
        foreach (TrainingBlock block in _blocks.Slices(queries.Single))
        {
            string distance = Distance(matches, zeros, block.Rows);
            (string near, string places) = _builder.Smallest(
                distance, _builder.Integers(Math.Min(_neighborCount, block.Length)));
            distances.Add(near);
            indices.Add(block.Start == 0 ? places : _builder.Add(places, _builder.Integers(block.Start)));
        }

        // Blocks follow each other, and so do rows in them: of equal distances the smaller index comes first.
        (string nearest, string kept) = _builder.Smallest(_builder.Concat(1, [.. distances]), _builder.Integers(_neighborCount));
        return (_builder.GatherElements(_builder.Concat(1, [.. indices]), kept), nearest);
    }

    private string Distance(string matches, string? zeros, string rows)
    {
        string count = _builder.Cast(Product(matches, ValueMatches(rows)), OnnxElement.Double);
        string differing = _builder.Subtract(_builder.Double(_columnCount), count);
        if (zeros is null)
        {
            return differing;
        }

        string both = _builder.Cast(Product(zeros, Matches(rows, _zeroRow!)), OnnxElement.Double);
        string share = _builder.Divide(differing, _builder.Subtract(_builder.Double(_columnCount), both));
        return _builder.Where(_builder.Equal(differing, _builder.Double(0)), differing, share);
    }

    private string ValueMatches(string rows) => Matches(_builder.Gather(rows, _columns, 1), _values);

    private string Matches(string rows, string values) => _builder.Cast(_builder.Equal(rows, values), OnnxElement.Single);

    private string Product(string left, string right) => _builder.Node("Gemm", [left, right], new OnnxAttribute("transB", 1L));

    private static (long[] Columns, float[] Values) DistinctValues(CenteredFeatures features, LleMetric metric)
    {
        var columns = new List<long>();
        var values = new List<float>();
        var seen = new HashSet<float>();
        for (int column = 0; column < features.NumberOfColumns; column++)
        {
            seen.Clear();
            for (int row = 0; row < features.NumberOfRows; row++)
            {
                seen.Add(features.Row(row)[column]);
            }

            values.AddRange(seen.Order());
            columns.AddRange(Enumerable.Repeat((long)column, seen.Count));
            if (values.Count > MostValues)
            {
                throw new NotSupportedException(
                    $"The columns hold more than {MostValues} different values together, each of which the graph would count by itself " +
                    $"under the metric {metric}. Fit under another metric, or on columns of fewer values.");
            }
        }

        return ([.. columns], [.. values]);
    }
}
