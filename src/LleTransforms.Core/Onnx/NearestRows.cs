using LleTransforms.Features;

namespace LleTransforms.Onnx;

/// <summary>The neighbours of each row among the fitted ones, and what was decided by exact sums.</summary>
/// <param name="Indices">[n, k] whole numbers; nearest first where all rows are decided by exact sums.</param>
/// <param name="Undecided">The s rows that exact sums decide. Those that equal a fitted row are among them.</param>
/// <param name="Nearest">[s, k], the neighbours of those, nearest first.</param>
/// <param name="Distances">[s, k], squared.</param>
/// <param name="Candidates">[s, m] whole numbers, ascending: all that came into question.</param>
internal sealed record FoundRows(string Indices, UndecidedRows Undecided, string Nearest, string Distances, string Candidates);

/// <summary>The k nearest fitted rows by Euclidean distance, as the engine's searches find them: ties by index.</summary>
/// <remarks>
/// Products of matrices give distances that are wrong by a known bound. Whatever may be among the k nearest within twice that bound is a
/// candidate. Where a row has more candidates than k, exact sums decide. Their number follows from the rows at hand. Cost: n N D
/// multiplications in single or double precision, and m D more for each row with m candidates. Memory: n times the rows of a block, and
/// (n k + s m) D doubles for s such rows.
/// </remarks>
internal sealed class NearestRows
{
    /// <summary>Values of candidates that a batch may hold, unless k needs more.</summary>
    private const long MostCandidateValues = 1 << 25;

    /// <summary>Candidates of a block that a batch may hold, unless k needs more.</summary>
    private const long MostCandidatesOfBlock = 1 << 22;

    /// <summary>Places beyond the k nearest that are looked at first; rounding rarely puts more in question.</summary>
    private const int SparePlaces = 6;

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

    /// <param name="queries">The rows.</param>
    /// <param name="inOrder">Whether neighbours are wanted nearest first, so that each row is decided by exact sums.</param>
    public FoundRows Find(MappedRows queries, bool inOrder)
    {
        string queryCount = _builder.Gather(_builder.Node("Shape", [queries.Single]), _builder.Integers(0), 0);
        string squares = _builder.Reduce("SumSquare", queries.Double, 1);
        QueryBounds bounds = QueryBounds.Of(_builder, squares, _largestNorm, ColumnCount);
        string bound = bounds.Of(2 * SearchPrecision.RoundingOfProducts(ColumnCount, _precision));
        CandidateRows candidates = FindCandidates(queries, bounds, bound, queryCount);
        UndecidedRows undecided = inOrder
            ? UndecidedRows.All(_builder)
            : UndecidedRows.Of(_builder, IsUndecided(candidates, bound, squares), queryCount);
        string ascending = _builder.Smallest(undecided.Take(candidates.Indices), candidates.Count).Values;
        string differences = Subtract(_builder, _blocks, ascending, undecided.Take(queries.Double));
        string exact = _builder.Squeeze(ExactDistances.SumSquares(_builder, differences, ColumnCount), 2);
        (string distances, string places) = _builder.Smallest(exact, _builder.Integers(_neighborCount));
        string nearest = _builder.GatherElements(ascending, places);
        string first = inOrder
            ? nearest
            : _builder.Node(
                "Slice", [candidates.Indices, _builder.Integers(0), _builder.Integers(_neighborCount), _builder.Integers(1)]);
        return new FoundRows(undecided.Put(first, nearest), undecided, nearest, distances, ascending);
    }

    /// <summary>Fitted rows less the queries: [n, m] numbers to [n, m, D] in double.</summary>
    public static string Subtract(GraphBuilder builder, TrainingBlocks blocks, string indices, string queries) => builder.Subtract(
        builder.Cast(builder.Gather(blocks.Rows, indices, 0), OnnxElement.Double), builder.Unsqueeze(queries, 1));

    /// <summary>Whether a row has more candidates than neighbours, or may equal a fitted row.</summary>
    /// <returns>[n, 1].</returns>
    private string IsUndecided(CandidateRows candidates, string bound, string squares)
    {
        string hasMore = _builder.Less(_builder.Single(_neighborCount), candidates.Within);
        string equal = _builder.Subtract(bound, squares);
        string mayEqual = _builder.LessOrEqual(
            _builder.Gather(candidates.Nearest, _builder.Integers(0), 1),
            _precision == OnnxElement.Double ? equal : _builder.Cast(equal, OnnxElement.Single));
        return _builder.Node("Or", [hasMore, mayEqual]);
    }

    private CandidateRows FindCandidates(MappedRows queries, QueryBounds bounds, string bound, string queryCount)
    {
        if (_blocks.IsOne && FewQueries.TryCreate(_builder, _features, _squaredNorms) is { } few)
        {
            string rows = few.RowsWithin(queries.Single, queryCount, bounds, _blocks.Rows, _neighborCount);
            string squares = Squares("squares", _squaredNorms);
            string approximate = Approximate(
                queries, _builder.Gather(_blocks.Rows, rows, 0), _builder.Gather(squares, rows, 1));
            string limit = Limit(queryCount, MostCandidateValues / ColumnCount);
            CandidateRows within = Candidates(approximate, _neighborCount, bound, limit);
            return within with { Indices = _builder.Gather(rows, within.Indices, 0) };
        }

        var distances = new List<string>();
        var indices = new List<string>();
        foreach (TrainingBlock block in _blocks.Slices(queries.Single))
        {
            string squares = Squares($"squares_{block.Start}", _squaredNorms.AsSpan(block.Start, block.Length).ToArray());
            CandidateRows near = Candidates(
                Approximate(queries, block.Rows, squares), Math.Min(_neighborCount, block.Length), bound,
                Limit(queryCount, _blocks.IsOne ? MostCandidateValues / ColumnCount : MostCandidatesOfBlock));
            if (_blocks.IsOne)
            {
                return near;
            }

            distances.Add(near.Distances());
            indices.Add(block.Start == 0 ? near.Indices : _builder.Add(near.Indices, _builder.Integers(block.Start)));
        }

        CandidateRows kept = Candidates(
            _builder.Concat(1, [.. distances]), _neighborCount, bound, Limit(queryCount, MostCandidateValues / ColumnCount));
        return kept with { Indices = _builder.GatherElements(_builder.Concat(1, [.. indices]), kept.Indices) };
    }

    /// <summary>Squared distances less the query's own square: |t|^2 - 2 q.t.</summary>
    private string Approximate(MappedRows queries, string rows, string squares) => _precision == OnnxElement.Single
        ? _builder.ShiftedDistances(queries.Single, rows, squares)
        : _builder.ShiftedDistances(queries.Double, _builder.Cast(rows, OnnxElement.Double), squares);

    private string Squares(string name, double[] values) => _precision == OnnxElement.Single
        ? _builder.Constant(name, Array.ConvertAll(values, value => (float)value), 1, values.Length)
        : _builder.Constant(name, values, 1, values.Length);

    /// <summary>The places of all that may be among the nearest; as many for each row as the row with the most has.</summary>
    /// <remarks>Nearly always a few places beyond the k nearest hold them all. Only where they do not, the whole table is counted and
    /// searched again; else that is done to its first column.</remarks>
    private CandidateRows Candidates(string approximate, int count, string bound, string limit)
    {
        string width = LengthOf(approximate);
        string looked = _builder.Node("Min", [width, _builder.Integers(count + SparePlaces)]);
        (string near, string nearPlaces) = _builder.Smallest(approximate, looked);
        string last = _builder.Gather(near, _builder.Integers(count - 1), 1);
        string threshold = _precision == OnnxElement.Double
            ? _builder.Add(last, bound)
            : _builder.Cast(_builder.Add(_builder.Cast(last, OnnxElement.Double), bound), OnnxElement.Single);
        string within = CountWithin(near, threshold);
        string most = Largest(within);
        string isAll = _builder.Less(most, _builder.Single(count + SparePlaces));
        string columns = _builder.Where(isAll, _builder.Integers(1), width);
        string table = _builder.Node("Slice", [approximate, _builder.Integers(0), columns, _builder.Integers(1)]);
        string counted = _builder.Node("Max", [most, Largest(CountWithin(table, threshold)), _builder.Single(count)]);
        string needed = _builder.Node("Min", [_builder.Cast(counted, OnnxElement.Int64), limit, width]);
        (string all, string allPlaces) = _builder.Smallest(table, _builder.Node("Min", [needed, columns]));
        string start = _builder.Where(isAll, _builder.Integers(0), looked);
        string end = _builder.Add(start, needed);
        string Needed(string first, string second) =>
            _builder.Node("Slice", [_builder.Concat(1, first, second), start, end, _builder.Integers(1)]);
        return new CandidateRows(Needed(nearPlaces, allPlaces), needed, near, within, () => Needed(near, all));
    }

    /// <summary>How many values each row has within its threshold; [n, 1] in single precision.</summary>
    private string CountWithin(string values, string threshold) =>
        _builder.Reduce("Sum", _builder.Cast(_builder.LessOrEqual(values, threshold), OnnxElement.Single), 1);

    /// <summary>The largest value of a column, [1].</summary>
    private string Largest(string column) => _builder.ReduceAway("Max", column, 0);

    /// <summary>How many candidates a row may have where a batch may have so many, but no fewer than twice k and some.</summary>
    private string Limit(string queryCount, long most) => _builder.Node(
        "Max",
        [
            _builder.Divide(_builder.Integers(most), queryCount),
            _builder.Integers((2 * _neighborCount) + 32),
        ]);

    private string LengthOf(string values) => _builder.Gather(_builder.Node("Shape", [values]), _builder.Integers(1), 0);

    /// <param name="Indices">[n, m] whole numbers, those with the least approximate distances first.</param>
    /// <param name="Count">[1], m.</param>
    /// <param name="Nearest">The least approximate distances, less the query's own square, ascending; so many that k are there.</param>
    /// <param name="Within">[n, 1], how many of those come into question.</param>
    /// <param name="Distances">Adds the approximate distances of all, [n, m].</param>
    private sealed record CandidateRows(string Indices, string Count, string Nearest, string Within, Func<string> Distances);
}
