using System.Runtime.CompilerServices;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>
/// A division of a graph into two sides without an edge between them, and the separator whose removal makes it. It is made better by moves
/// of one vertex of the separator to a side, which draw the vertex's neighbours of the other side into it. Fiduccia and Mattheyses, "A
/// linear-time heuristic for improving network partitions", Proc. 19th DAC (1982), with separators in place of cuts as in Hendrickson and
/// Rothberg, "Improving the run time and quality of nested dissection ordering", SIAM J. Sci. Comput. 20 (1998).
/// </summary>
internal sealed class VertexSeparator
{
    /// <summary>The side of a vertex that stands between both.</summary>
    public const byte Between = 2;

    /// <summary>What a side may weigh, as a part of both.</summary>
    private const double LargestSide = 0.6;

    /// <summary>Moves after the best division, without a better one, that end a pass.</summary>
    private const int MostFutileMoves = 300;

    private const int MostPasses = 8;

    private readonly DissectionGraph _graph;
    private readonly long[] _weights = new long[3];
    private readonly bool[] _moved;
    private readonly GainQueue[] _queues;
    private readonly List<int> _separator = [];
    private readonly List<(int Vertex, int Pulled)> _moves = [];
    private readonly List<int> _pulled = [];

    /// <param name="graph">The graph.</param>
    /// <param name="sides">0, 1 or <see cref="Between"/> for each vertex.</param>
    public VertexSeparator(DissectionGraph graph, byte[] sides)
    {
        _graph = graph;
        Sides = sides;
        _moved = new bool[graph.Size];
        _queues = [new GainQueue(graph.Size), new GainQueue(graph.Size)];
        for (int v = 0; v < sides.Length; v++)
        {
            _weights[sides[v]] += graph.VertexWeights[v];
        }
    }

    public byte[] Sides { get; }

    /// <summary>How good the division is, the least being best: balanced ones first, then those of light separators.</summary>
    public (bool IsUneven, long Weight, long Difference) Rank =>
        (Math.Max(_weights[0], _weights[1]) > LargestSide * (_weights[0] + _weights[1]), _weights[Between],
            Math.Abs(_weights[0] - _weights[1]));

    /// <summary>Moves vertices while that makes the division better.</summary>
    public void Refine()
    {
        for (int pass = 0; pass < MostPasses && Pass(pass); pass++)
        {
        }
    }

    private bool Pass(int pass)
    {
        Prepare();
        var best = Rank;
        int bestMoves = 0;
        int patience = best.IsUneven ? MostFutileMoves : Math.Min(2 * _separator.Count, MostFutileMoves);
        while (Choose(pass) is { } to)
        {
            int vertex = _queues[to].Top;
            _queues[to].Remove(vertex);
            if (_queues[1 - to].Contains(vertex))
            {
                _queues[1 - to].Remove(vertex);
            }

            Move(vertex, (byte)to);
            if (Rank.CompareTo(best) < 0)
            {
                best = Rank;
                bestMoves = _moves.Count;
            }
            else if (_moves.Count - bestMoves > patience)
            {
                break;
            }
        }

        while (_moves.Count > bestMoves)
        {
            Undo();
        }

        return bestMoves > 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Prepare()
    {
        _queues[0].Clear();
        _queues[1].Clear();
        _moves.Clear();
        _pulled.Clear();
        _separator.Clear();
        Array.Clear(_moved);
        byte[] sides = Sides;
        for (int v = 0; v < sides.Length; v++)
        {
            if (sides[v] == Between)
            {
                _separator.Add(v);
                Enter(v, 0);
                Enter(v, 1);
            }
        }
    }

    /// <summary>Lines up a vertex for a side. What it gains is its weight, less that of the neighbours it would draw in.</summary>
    private void Enter(int v, int to)
    {
        int gain = _graph.VertexWeights[v];
        for (int p = _graph.Starts[v]; p < _graph.Starts[v + 1]; p++)
        {
            int u = _graph.Neighbors[p];
            gain -= Sides[u] == 1 - to ? _graph.VertexWeights[u] : 0;
        }

        _queues[to].Insert(v, gain);
    }

    /// <summary>The side that takes the next vertex: where more is gained, unless it has too much.</summary>
    private int? Choose(int pass)
    {
        bool has0 = _queues[0].Count > 0, has1 = _queues[1].Count > 0;
        if (!has0 || !has1)
        {
            return has0 && Fits(0) ? 0 : has1 && Fits(1) ? 1 : null;
        }

        int lighter = _weights[0] <= _weights[1] ? 0 : 1;
        if (Rank.IsUneven)
        {
            return lighter;
        }

        int gain0 = _queues[0].TopGain, gain1 = _queues[1].TopGain;
        int to = gain0 > gain1 ? 0 : gain0 < gain1 ? 1 : pass % 2;
        return Fits(to) ? to : 1 - to;
    }

    private bool Fits(int to) =>
        _weights[to] + _graph.VertexWeights[_queues[to].Top] <= LargestSide * (_weights[0] + _weights[1] + _weights[Between]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Move(int vertex, byte to)
    {
        byte other = (byte)(1 - to);
        int[] starts = _graph.Starts, neighbors = _graph.Neighbors, weights = _graph.VertexWeights;
        int weight = weights[vertex];
        _moves.Add((vertex, _pulled.Count));
        _moved[vertex] = true;
        Sides[vertex] = to;
        _weights[to] += weight;
        _weights[Between] -= weight;
        for (int p = starts[vertex]; p < starts[vertex + 1]; p++)
        {
            int u = neighbors[p];
            if (_queues[other].Contains(u))
            {
                _queues[other].Add(u, -weight);
            }
            else if (Sides[u] == other)
            {
                Pull(u, to, other);
            }
        }
    }

    /// <summary>Draws a vertex into the separator.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pull(int u, byte to, byte other)
    {
        int weight = _graph.VertexWeights[u];
        _pulled.Add(u);
        Sides[u] = Between;
        _weights[other] -= weight;
        _weights[Between] += weight;
        for (int p = _graph.Starts[u]; p < _graph.Starts[u + 1]; p++)
        {
            int w = _graph.Neighbors[p];
            if (_queues[to].Contains(w))
            {
                _queues[to].Add(w, weight);
            }
        }

        // It may follow to the side that drew it in. Back to where it was it would only undo the move.
        if (!_moved[u])
        {
            Enter(u, to);
        }
    }

    private void Undo()
    {
        (int vertex, int pulled) = _moves[^1];
        _moves.RemoveAt(_moves.Count - 1);
        byte to = Sides[vertex], other = (byte)(1 - to);
        for (int i = pulled; i < _pulled.Count; i++)
        {
            int weight = _graph.VertexWeights[_pulled[i]];
            Sides[_pulled[i]] = other;
            _weights[other] += weight;
            _weights[Between] -= weight;
        }

        _pulled.RemoveRange(pulled, _pulled.Count - pulled);
        Sides[vertex] = Between;
        _weights[to] -= _graph.VertexWeights[vertex];
        _weights[Between] += _graph.VertexWeights[vertex];
    }
}
