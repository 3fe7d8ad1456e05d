namespace LleTransforms.Onnx;

/// <summary>The shares of <see cref="Methods.ConvexWeights"/> in operators: u, not negative, minimises u^T H u / 2 - sum(u), scaled to sum
/// one.</summary>
/// <remarks>
/// The active set of Lawson &amp; Hanson 1974, chapter 23, as in the engine, each row of a batch in its own state. A tableau [H | -1] holds
/// for members their weight, and for others by how much the function falls along them. A neighbour that joins or leaves is one principal
/// pivot (Cottle, Pang &amp; Stone 1992, "The linear complementarity problem", section 2.3), a change of rank one. A row that has its
/// solution pivots no more. A graph has a fixed number of pivots; one that a row needed beyond them leaves it at the best shares so far.
/// </remarks>
internal sealed class ConvexShares
{
    /// <summary>With more neighbours the graph would have too many operators.</summary>
    public const int MostNeighbors = 150;

    /// <summary>Members join once, and now and then one leaves and another joins; no test has needed more.</summary>
    private const int PivotsOfNeighbor = 3;

    /// <summary>What the function must fall by along a neighbour for it to join; less is rounding.</summary>
    private const double SmallestSlope = 1e-10;

    /// <summary>As in the engine.</summary>
    private const double SmallestShare = 1e-12;

    private readonly GraphBuilder _builder;
    private readonly int _neighborCount;
    private readonly string _zero;
    private string _tableau;
    private string _isMember;
    private string _reached;

    private ConvexShares(GraphBuilder builder, string gram, int neighborCount)
    {
        (_builder, _neighborCount) = (builder, neighborCount);
        _zero = builder.Double(0);
        string size = builder.Reduce("Sum", builder.Multiply(gram, builder.Identity(neighborCount)), 1, 2);
        string scaled = builder.Divide(gram, size);
        string nothing = builder.Multiply(builder.Gather(scaled, builder.Integers(0), 2), _zero);
        _tableau = builder.Concat(2, scaled, builder.Subtract(nothing, builder.Double(1)));
        _reached = builder.Squeeze(nothing, 2);
        _isMember = builder.Less(builder.Double(1), _reached);
    }

    /// <param name="builder">Receives the operators.</param>
    /// <param name="gram">H, [n, k, k].</param>
    /// <param name="neighborCount">k.</param>
    /// <returns>[n, k, 1].</returns>
    public static string Solve(GraphBuilder builder, string gram, int neighborCount)
    {
        if (neighborCount > MostNeighbors)
        {
            throw new NotSupportedException(
                $"The shares of {neighborCount} neighbours take too many operators; the graph of a Convex model has room for " +
                $"{MostNeighbors}. Fit with fewer neighbours, or place by LocalAffine.");
        }

        var shares = new ConvexShares(builder, gram, neighborCount);
        for (int pivot = 0; pivot < PivotsOfNeighbor * neighborCount; pivot++)
        {
            shares.Pivot(shares.Move());
        }

        shares.Move();
        return shares.Share();
    }

    /// <summary>Goes to the members' minimum, or as far as no weight falls below 0.</summary>
    private State Move()
    {
        string column = _builder.Squeeze(_builder.Gather(_tableau, _builder.Integers(_neighborCount), 2), 2);
        string minimum = _builder.Where(_isMember, column, _zero);
        string isBelow = _builder.Node("And", [_isMember, _builder.LessOrEqual(column, _zero)]);
        string way = _builder.Node("Max", [_builder.Subtract(_reached, minimum), _builder.Double(1e-300)]);

        // A step of 2 stands for weights that do not reach 0 on the way.
        string steps = _builder.Where(isBelow, _builder.Divide(_reached, way), _builder.Double(2));
        string step = _builder.Reduce("Min", steps, 1);
        string leaves = _builder.LessOrEqual(step, _builder.Double(1));
        string within = _builder.Add(_reached, _builder.Multiply(step, _builder.Subtract(minimum, _reached)));
        _reached = _builder.Where(leaves, within, minimum);
        return new State(column, steps, leaves);
    }

    /// <summary>Lets one neighbour leave, where a weight has reached 0; else one join, where that gains something.</summary>
    private void Pivot(State state)
    {
        string falls = _builder.Where(_isMember, _zero, _builder.Node("Neg", [state.Column]));
        string scores = _builder.Where(state.Leaves, _builder.Node("Neg", [state.Steps]), falls);
        string best = _builder.Node(
            "ArgMax", [scores], new OnnxAttribute("axis", 1L), new OnnxAttribute("keepdims", 1L));
        string gains = _builder.Less(_builder.Double(SmallestSlope), _builder.Reduce("Max", scores, 1));
        string pivots = _builder.Node("Or", [state.Leaves, gains]);
        string chosen = Chosen(best, pivots, _neighborCount);
        string wide = _builder.Cast(Chosen(best, pivots, _neighborCount + 1), OnnxElement.Double);
        string unit = _builder.Unsqueeze(_builder.Cast(chosen, OnnxElement.Double), 2);
        string wideUnit = _builder.Unsqueeze(wide, 1);
        string row = _builder.MatrixProduct(_builder.Row(unit), _tableau);
        string column = _builder.MatrixProduct(_tableau, _builder.Unsqueeze(wide, 2));
        string diagonal = _builder.Where(
            _builder.Unsqueeze(pivots, 2), _builder.MatrixProduct(row, _builder.Unsqueeze(wide, 2)), _builder.Double(1));
        string change = _builder.Multiply(
            _builder.Divide(_builder.Add(column, unit), diagonal), _builder.Subtract(row, wideUnit));
        _tableau = _builder.Subtract(_tableau, change);
        _isMember = _builder.Node("Xor", [_isMember, chosen]);
    }

    private string Chosen(string place, string pivots, int length) => _builder.Node(
        "And", [_builder.Equal(_builder.Integers([.. Enumerable.Range(0, length).Select(i => (long)i)]), place), pivots]);

    /// <summary>Scales to sum one, without what is rounding.</summary>
    private string Share()
    {
        string smallest = _builder.Multiply(_builder.Reduce("Sum", _reached, 1), _builder.Double(SmallestShare));
        string kept = _builder.Where(_builder.Less(_reached, smallest), _zero, _reached);
        return _builder.Unsqueeze(_builder.Divide(kept, _builder.Reduce("Sum", kept, 1)), 2);
    }

    /// <summary>Where the rows of a batch stand.</summary>
    /// <param name="Column">The tableau's last column, [n, k].</param>
    /// <param name="Steps">The share of the way at which each weight reaches 0; 2 where it does not.</param>
    /// <param name="Leaves">[n, 1], whether one does.</param>
    private sealed record State(string Column, string Steps, string Leaves);
}
