using System.Runtime.CompilerServices;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>
/// A division of a graph into two sides without an edge between them, and the separator whose removal makes it. A move takes one vertex of
/// the separator to a side, and draws its neighbours of the other side in. Fiduccia and Mattheyses, "A linear-time heuristic for improving
/// network partitions", Proc. 19th DAC (1982). Separators stand in place of their cuts, as in Hendrickson and Rothberg, "Improving the run
/// time and quality of nested dissection ordering", SIAM J. Sci. Comput. 20 (1998).
/// </summary>
internal sealed class VertexSeparator
{
    /// <summary>The side of a vertex that stands between both.</summary>
    public const byte Between = 2;

    /// <summary>What a side may weigh, as a part of both.</summary>
    private const double LargestSide = 0.6;

    /// <summary>Moves after the best division, without a better one, that end a pass.</summary>
    private const int MostFutileMoves = 50;

    private const int MostPasses = 4;

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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
                (int near0, int near1) = Near(v);
                _queues[0].Insert(v, _graph.VertexWeights[v] - near1);
                _queues[1].Insert(v, _graph.VertexWeights[v] - near0);
            }
        }
    }

    /// <summary>The weights of a vertex's neighbours on either side. To move it to one side draws in those of the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (int Near0, int Near1) Near(int v)
    {
        int near0 = 0, near1 = 0;
        int[] neighbors = _graph.Neighbors, weights = _graph.VertexWeights;
        byte[] sides = Sides;
        int end = _graph.Starts[v + 1];
        for (int p = _graph.Starts[v]; p < end; p++)
        {
            int u = neighbors[p], side = sides[u];
            near0 += side == 0 ? weights[u] : 0;
            near1 += side == 1 ? weights[u] : 0;
        }

        return (near0, near1);
    }

    /// <summary>The side that takes the next vertex: where more is gained, unless it has too much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
        int[] neighbors = _graph.Neighbors;
        GainQueue queue = _queues[other];
        int weight = _graph.VertexWeights[vertex], end = _graph.Starts[vertex + 1];
        _moves.Add((vertex, _pulled.Count));
        _moved[vertex] = true;
        Sides[vertex] = to;
        _weights[to] += weight;
        _weights[Between] -= weight;
        for (int p = _graph.Starts[vertex]; p < end; p++)
        {
            int u = neighbors[p];
            if (queue.Contains(u))
            {
                queue.Add(u, -weight);
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
        int[] neighbors = _graph.Neighbors, weights = _graph.VertexWeights;
        byte[] sides = Sides;
        GainQueue queue = _queues[to];
        int gain = weight, end = _graph.Starts[u + 1];
        for (int p = _graph.Starts[u]; p < end; p++)
        {
            int w = neighbors[p];
            if (sides[w] == other)
            {
                gain -= weights[w];
            }
            else if (queue.Contains(w))
            {
                queue.Add(w, weight);
            }
        }

        // It may follow to the side that drew it in. Back to where it was it would only undo the move.
        if (!_moved[u])
        {
            queue.Insert(u, gain);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
