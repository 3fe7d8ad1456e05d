using LleTransforms.Features;

namespace LleTransforms.Onnx;

/// <summary>The neighbours of each row among the fitted ones.</summary>
/// <param name="Indices">[n, k] whole numbers, nearest first.</param>
/// <param name="Distances">[n, k], squared.</param>
/// <param name="Differences">[n, k, D] in double: each neighbour less the row.</param>
internal sealed record FoundRows(string Indices, string Distances, string Differences);

/// <summary>The k nearest fitted rows by Euclidean distance, as the engine's searches find them: ties by index.</summary>
/// <remarks>
/// Products of matrices give distances that are wrong by a known bound. Whatever may be among the k nearest within twice that bound is a
/// candidate, and candidates are decided by exact sums. Their number follows from the rows at hand. Cost: n N D multiplications in single
/// or double precision, and m D more for m candidates. Memory: n times the rows of a block, and n m D doubles.
/// </remarks>
internal sealed class NearestRows
{
    /// <summary>Distances to so many rows are held at once. Fewer fitted rows than twice that are one block, without a copy.</summary>
    public const int RowsInBlock = 8192;

    /// <summary>Values of candidates that a batch may hold, unless k needs more.</summary>
    private const long MostCandidateValues = 1 << 25;

    /// <summary>Candidates of a block that a batch may hold, unless k needs more.</summary>
    private const long MostCandidatesOfBlock = 1 << 22;

    private readonly GraphBuilder _builder;
    private readonly CenteredFeatures _features;
    private readonly string _rows;
    private readonly int _neighborCount;
    private readonly OnnxElement _precision;
    private readonly double[] _squaredNorms;
    private readonly double _largestNorm;

    /// <param name="builder">Receives the operators.</param>
    /// <param name="features">The fitted rows, whole.</param>
    /// <param name="rows">The constant that holds them, [N, D] in single precision.</param>
    /// <param name="neighborCount">k.</param>
    /// <param name="precision">That of the products of matrices.</param>
    public NearestRows(GraphBuilder builder, CenteredFeatures features, string rows, int neighborCount, OnnxElement precision)
    {
        (_builder, _features, _rows, _neighborCount, _precision) = (builder, features, rows, neighborCount, precision);
        _squaredNorms = SearchPrecision.SquaredNorms(features);
        _largestNorm = Math.Sqrt(_squaredNorms.Max());
    }

    private int ColumnCount => _features.NumberOfColumns;

    public FoundRows Find(MappedRows queries)
    {
        string queryCount = _builder.Gather(_builder.Node("Shape", [queries.Single]), _builder.Integers(0), 0);
        string bound = TwiceBound(queries);
        string turned = _builder.Multiply(
            _precision == OnnxElement.Single ? queries.Single : queries.Double,
            _precision == OnnxElement.Single ? _builder.Single(-2) : _builder.Double(-2));
        string candidates = FindCandidates(turned, bound, queryCount);
        string ascending = _builder.Smallest(candidates, LengthOf(candidates)).Values;
        string values = _builder.Cast(_builder.Gather(_rows, ascending, 0), OnnxElement.Double);
        string differences = _builder.Subtract(values, _builder.Unsqueeze(queries.Double, 1));
        string exact = _builder.Squeeze(ExactDistances.SumSquares(_builder, differences, ColumnCount), 2);
        (string distances, string places) = _builder.Smallest(exact, _builder.Integers(_neighborCount));
        return new FoundRows(_builder.GatherElements(ascending, places), distances, Pick(differences, places));
    }

    /// <summary>The named entries of each row's list: [n, m, D] and [n, k] to [n, k, D].</summary>
    private string Pick(string values, string places) =>
        _builder.Node("GatherND", [values, _builder.Unsqueeze(places, 2)], new OnnxAttribute("batch_dims", 1L));

    /// <summary>By how much two approximate distances may be in the wrong order.</summary>
    private string TwiceBound(MappedRows queries)
    {
        string norm = _builder.Node("Sqrt", [_builder.Reduce("SumSquare", queries.Double, 1)]);
        string reach = _builder.Add(norm, _builder.Double(_largestNorm));
        string products = _builder.Multiply(
            _builder.Add(_builder.Add(norm, norm), _builder.Double(_largestNorm)), _builder.Double(_largestNorm));
        string rounding = _builder.Multiply(
            products, _builder.Double(2 * SearchPrecision.RoundingOfProducts(ColumnCount, _precision)));
        return _builder.Add(
            rounding,
            _builder.Multiply(
                _builder.Square(reach),
                _builder.Double(2 * SearchPrecision.RoundingOfProducts(ColumnCount, OnnxElement.Double))));
    }

    private string FindCandidates(string turned, string bound, string queryCount)
    {
        int blockLength = _features.NumberOfRows < 2 * RowsInBlock ? _features.NumberOfRows : RowsInBlock;
        var distances = new List<string>();
        var indices = new List<string>();
        for (int start = 0; start < _features.NumberOfRows; start += blockLength)
        {
            int length = Math.Min(blockLength, _features.NumberOfRows - start);
            string approximate = Approximate(turned, start, length, queryCount);
            string most = Limit(queryCount, MostCandidatesOfBlock);
            (string near, string places) = Candidates(approximate, Math.Min(_neighborCount, length), bound, most);
            distances.Add(near);
            indices.Add(start == 0 ? places : _builder.Add(places, _builder.Integers(start)));
        }

        string all = _builder.Concat(1, [.. indices]);
        (_, string kept) = Candidates(
            _builder.Concat(1, [.. distances]), _neighborCount, bound, Limit(queryCount, MostCandidateValues / ColumnCount));
        return _builder.GatherElements(all, kept);
    }

    /// <summary>Squared distances to a block of rows less the query's own square: |t|^2 - 2 q.t.</summary>
    private string Approximate(string turned, int start, int length, string queryCount)
    {
        string rows = _rows;
        if (length < _features.NumberOfRows)
        {
            // Bounds that hang on the input keep a runtime from making copies of all blocks when it loads the graph.
            string nothing = _builder.Multiply(queryCount, _builder.Integers(0));
            rows = _builder.Node(
                "Slice",
                [_rows, _builder.Add(nothing, _builder.Integers(start)), _builder.Integers(start + length), _builder.Integers(0)]);
        }

        double[] norms = _squaredNorms.AsSpan(start, length).ToArray();
        var transposed = new OnnxAttribute("transB", 1L);
        return _precision == OnnxElement.Single
            ? _builder.Node(
                "Gemm",
                [turned, rows, _builder.Constant($"squares_{start}", Array.ConvertAll(norms, norm => (float)norm), 1, length)],
                transposed)
            : _builder.Node(
                "Gemm",
                [turned, _builder.Cast(rows, OnnxElement.Double), _builder.Constant($"squares_{start}", norms, 1, length)],
                transposed);
    }

    /// <summary>The places of all that may be among the nearest; as many for each row as the row with the most has.</summary>
    private (string Values, string Places) Candidates(string approximate, int count, string bound, string most)
    {
        (string nearest, _) = _builder.Smallest(approximate, _builder.Integers(count));
        string last = _builder.Gather(nearest, _builder.Integers(count - 1), 1);
        string threshold = _precision == OnnxElement.Double
            ? _builder.Add(last, bound)
            : _builder.Cast(_builder.Add(_builder.Cast(last, OnnxElement.Double), bound), OnnxElement.Single);
        string isWithin = _builder.Cast(_builder.LessOrEqual(approximate, threshold), OnnxElement.Single);
        string counts = _builder.Squeeze(_builder.Reduce("Sum", isWithin, 1), 1);
        string needed = _builder.Node(
            "ReduceMax",
            [_builder.Concat(0, _builder.Cast(counts, OnnxElement.Int64), _builder.Integers(count))],
            new OnnxAttribute("keepdims", 1L));
        return _builder.Smallest(approximate, _builder.Node("Min", [needed, most, LengthOf(approximate)]));
    }

    /// <summary>How many candidates a row may have where a batch may have so many, but no fewer than twice k and some.</summary>
    private string Limit(string queryCount, long most) => _builder.Node(
        "Max",
        [
            _builder.Divide(_builder.Integers(most), _builder.Node("Max", [queryCount, _builder.Integers(1)])),
            _builder.Integers((2 * _neighborCount) + 32),
        ]);

    private string LengthOf(string values) => _builder.Gather(_builder.Node("Shape", [values]), _builder.Integers(1), 0);
}
