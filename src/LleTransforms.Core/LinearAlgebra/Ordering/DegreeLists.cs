namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>Variables bucketed by degree in doubly linked lists, so that inserting, removing and finding
/// a smallest one cost O(1).</summary>
internal sealed class DegreeLists
{
    private const int None = -1;

    private readonly int[] _head;
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _degree;
    private int _minimum;

    /// <summary>Lists over the degrees that the caller keeps; a degree must not change while its variable is listed.</summary>
    public DegreeLists(int[] degree)
    {
        _degree = degree;
        _head = new int[degree.Length + 1];
        _next = new int[degree.Length];
        _previous = new int[degree.Length];
        Array.Fill(_head, None);
    }

    public void Insert(int variable)
    {
        int d = _degree[variable];
        int first = _head[d];
        _next[variable] = first;
        _previous[variable] = None;
        if (first != None)
        {
            _previous[first] = variable;
        }

        _head[d] = variable;
        _minimum = Math.Min(_minimum, d);
    }

    public void Remove(int variable)
    {
        int next = _next[variable], previous = _previous[variable];
        if (next != None)
        {
            _previous[next] = previous;
        }

        if (previous != None)
        {
            _next[previous] = next;
        }
        else
        {
            _head[_degree[variable]] = next;
        }
    }

    public int TakeMinimum()
    {
        while (_head[_minimum] == None)
        {
            _minimum++;
        }

        int pivot = _head[_minimum];
        Remove(pivot);
        return pivot;
    }
}
