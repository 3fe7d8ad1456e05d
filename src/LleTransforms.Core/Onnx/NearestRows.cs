using LleTransforms.Features;

namespace LleTransforms.Onnx;

/// <summary>The neighbours of each row among the fitted ones, and all that came into question.</summary>
/// <param name="Indices">[n, k] whole numbers, nearest first.</param>
/// <param name="Distances">[n, k], squared.</param>
/// <param name="Places">[n, k]: where the neighbours stand among the candidates.</param>
/// <param name="Candidates">[n, m] whole numbers, ascending.</param>
/// <param name="Differences">[n, m, D] in double: each candidate less the row.</param>
internal sealed record FoundRows(string Indices, string Distances, string Places, string Candidates, string Differences);

/// <summary>The k nearest fitted rows by Euclidean distance, as the engine's searches find them: ties by index.</summary>
/// <remarks>
/// Products of matrices give distances that are wrong by a known bound. Whatever may be among the k nearest within twice that bound is a
/// candidate, and candidates are decided by exact sums. Their number follows from the rows at hand. Cost: n N D multiplications in single
/// or double precision, and m D more for m candidates. Memory: n times the rows of a block, and n m D doubles.
/// </remarks>
internal sealed class NearestRows
{
    /// <summary>Values of candidates that a batch may hold, unless k needs more.</summary>
    private const long MostCandidateValues = 1 << 25;

    /// <summary>Candidates of a block that a batch may hold, unless k needs more.</summary>
    private const long MostCandidatesOfBlock = 1 << 22;

    /// <summary>Places beyond the k nearest that are looked at first; rounding rarely puts more in question.</summary>
    private const int SparePlaces = 10;

    private readonly GraphBuilder _builder;
    private readonly CenteredFeatures _features;
    private readonly TrainingBlocks _blocks;
    private readonly int _neighborCount;
    private readonly OnnxElement _precision;
    private readonly double[] _squaredNorms;
    private readonly double _largestNorm;

    /// <param name="builder">Receives the operators.</param>
    /// <param name="features">The fitted rows, whole.</param>
    /// <param name="blocks">The same, a block at a time.</param>
    /// <param name="neighborCount">k.</param>
    public NearestRows(GraphBuilder builder, CenteredFeatures features, TrainingBlocks blocks, int neighborCount)
    {
        (_builder, _features, _blocks, _neighborCount) = (builder, features, blocks, neighborCount);
        _squaredNorms = SearchPrecision.SquaredNorms(features);
        _precision = SearchPrecision.Choose(features, _squaredNorms, neighborCount);
        _largestNorm = Math.Sqrt(_squaredNorms.Max());
    }

    private int ColumnCount => _features.NumberOfColumns;

    public FoundRows Find(MappedRows queries)
    {
        string queryCount = _builder.Gather(_builder.Node("Shape", [queries.Single]), _builder.Integers(0), 0);
        string squares = _builder.Reduce("SumSquare", queries.Double, 1);
        QueryBounds bounds = QueryBounds.Of(_builder, squares, _largestNorm, ColumnCount);
        string turned = _builder.Multiply(
            _precision == OnnxElement.Single ? queries.Single : queries.Double,
            _precision == OnnxElement.Single ? _builder.Single(-2) : _builder.Double(-2));
        string candidates = FindCandidates(queries, turned, bounds, queryCount);
        string ascending = _builder.Smallest(candidates, LengthOf(candidates)).Values;
        string differences = Subtract(_builder, _blocks, ascending, queries);
        string exact = _builder.Squeeze(ExactDistances.SumSquares(_builder, differences, ColumnCount), 2);
        (string distances, string places) = _builder.Smallest(exact, _builder.Integers(_neighborCount));
        return new FoundRows(_builder.GatherElements(ascending, places), distances, places, ascending, differences);
    }

    /// <summary>Fitted rows less the queries: [n, m] numbers to [n, m, D] in double.</summary>
    public static string Subtract(GraphBuilder builder, TrainingBlocks blocks, string indices, MappedRows queries) => builder.Subtract(
        builder.Cast(builder.Gather(blocks.Rows, indices, 0), OnnxElement.Double), builder.Unsqueeze(queries.Double, 1));

    /// <summary>The named entries of each row's list: [n, m, D] and [n, k] to [n, k, D].</summary>
    public static string Pick(GraphBuilder builder, string values, string places) =>
        builder.Node("GatherND", [values, builder.Unsqueeze(places, 2)], new OnnxAttribute("batch_dims", 1L));

    private string FindCandidates(MappedRows queries, string turned, QueryBounds bounds, string queryCount)
    {
        string bound = bounds.Of(2 * SearchPrecision.RoundingOfProducts(ColumnCount, _precision));
        if (_blocks.IsOne && FewQueries.TryCreate(_builder, _features, _squaredNorms) is { } few)
        {
            string rows = few.RowsWithin(queries.Single, queryCount, bounds, _blocks.Rows, _neighborCount);
            string squares = Squares("squares", _squaredNorms);
            string approximate = Approximate(
                turned, _builder.Gather(_blocks.Rows, rows, 0), _builder.Gather(squares, rows, 1));
            string most = Limit(queryCount, MostCandidateValues / ColumnCount);
            return _builder.Gather(rows, Candidates(approximate, _neighborCount, bound, most).Places, 0);
        }

        var distances = new List<string>();
        var indices = new List<string>();
        foreach (TrainingBlock block in _blocks.Slices(queries.Single))
        {
            string squares = Squares($"squares_{block.Start}", _squaredNorms.AsSpan(block.Start, block.Length).ToArray());
            (string near, string places) = Candidates(
                Approximate(turned, block.Rows, squares), Math.Min(_neighborCount, block.Length), bound,
                Limit(queryCount, _blocks.IsOne ? MostCandidateValues / ColumnCount : MostCandidatesOfBlock));
            distances.Add(near);
            indices.Add(block.Start == 0 ? places : _builder.Add(places, _builder.Integers(block.Start)));
        }

        if (indices.Count == 1)
        {
            return indices[0];
        }

        string all = _builder.Concat(1, [.. indices]);
        (_, string kept) = Candidates(
            _builder.Concat(1, [.. distances]), _neighborCount, bound, Limit(queryCount, MostCandidateValues / ColumnCount));
        return _builder.GatherElements(all, kept);
    }

    /// <summary>Squared distances less the query's own square: |t|^2 - 2 q.t.</summary>
    private string Approximate(string turned, string rows, string squares) => _builder.Node(
        "Gemm",
        [turned, _precision == OnnxElement.Single ? rows : _builder.Cast(rows, OnnxElement.Double), squares],
        new OnnxAttribute("transB", 1L));

    private string Squares(string name, double[] values) => _precision == OnnxElement.Single
        ? _builder.Constant(name, Array.ConvertAll(values, value => (float)value), 1, values.Length)
        : _builder.Constant(name, values, 1, values.Length);

    /// <summary>The places of all that may be among the nearest; as many for each row as the row with the most has.</summary>
    /// <remarks>Nearly always a few places beyond the k nearest do, and they are counted among those. Only where they do not, all are
    /// counted; else the table that is counted has one column.</remarks>
    private (string Values, string Places) Candidates(string approximate, int count, string bound, string most)
    {
        string width = LengthOf(approximate);
        int looked = count + SparePlaces;
        (string nearest, _) = _builder.Smallest(approximate, _builder.Node("Min", [width, _builder.Integers(looked)]));
        string last = _builder.Gather(nearest, _builder.Integers(count - 1), 1);
        string threshold = _precision == OnnxElement.Double
            ? _builder.Add(last, bound)
            : _builder.Cast(_builder.Add(_builder.Cast(last, OnnxElement.Double), bound), OnnxElement.Single);
        string near = LargestCount(nearest, threshold);
        string columns = _builder.Where(_builder.Less(near, _builder.Single(looked)), _builder.Integers(1), width);
        string table = _builder.Node("Slice", [approximate, _builder.Integers(0), columns, _builder.Integers(1)]);
        string largest = _builder.Cast(_builder.Node("Max", [near, LargestCount(table, threshold)]), OnnxElement.Int64);
        string needed = _builder.Node("Max", [largest, _builder.Integers(count)]);
        return _builder.Smallest(approximate, _builder.Node("Min", [needed, most, width]));
    }

    /// <summary>How many values the row has that has the most within its threshold; [1] in single precision.</summary>
    private string LargestCount(string values, string threshold)
    {
        string isWithin = _builder.Cast(_builder.LessOrEqual(values, threshold), OnnxElement.Single);
        return _builder.Squeeze(_builder.Reduce("Max", _builder.Reduce("Sum", isWithin, 1), 0), 1);
    }

    /// <summary>How many candidates a row may have where a batch may have so many, but no fewer than twice k and some.</summary>
    private string Limit(string queryCount, long most) => _builder.Node(
        "Max",
        [
            _builder.Divide(_builder.Integers(most), queryCount),
            _builder.Integers((2 * _neighborCount) + 32),
        ]);

    private string LengthOf(string values) => _builder.Gather(_builder.Node("Shape", [values]), _builder.Integers(1), 0);
}
