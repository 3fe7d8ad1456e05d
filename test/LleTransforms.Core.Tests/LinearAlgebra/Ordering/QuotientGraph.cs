using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Sparse;

namespace LleTransforms.Core.Tests.LinearAlgebra.Ordering;

/// <summary>
/// The quotient graph of Amestoy, Davis and Duff (1996) with plain sets: approximate degrees by their equation 4.1, element absorption,
/// mass elimination and supervariables. Which of several equal pivots comes next, and which vertex stands for a supervariable, is for the
/// order under test to say.
/// </summary>
internal sealed class QuotientGraph
{
    private readonly int _size;
    private readonly int[] _position;
    private readonly Dictionary<int, Variable> _variables = [];
    private readonly Dictionary<int, HashSet<int>> _elements = [];
    private int _eliminated;

    public QuotientGraph(SymmetricPattern pattern, int[] order)
    {
        _size = pattern.Size;
        _position = new int[_size];
        HashSet<int>[] neighbors = SparseProblems.Neighbors(pattern);
        for (int i = 0; i < _size; i++)
        {
            _position[order[i]] = i;
            _variables[i] = new Variable([i], neighbors[i], []) { Degree = neighbors[i].Count };
        }
    }

    public int SmallestDegree => _variables.Values.Min(variable => variable.Degree);

    public bool IsVariable(int vertex) => _variables.ContainsKey(vertex);

    public int Degree(int vertex) => _variables[vertex].Degree;

    /// <summary>Eliminates a variable; returns all vertices that go with it.</summary>
    public List<int> Eliminate(int pivot)
    {
        Variable own = _variables[pivot];
        List<int> taken = [.. own.Vertices];
        HashSet<int> front = [.. own.Variables, .. own.Elements.SelectMany(element => _elements[element])];
        front.Remove(pivot);
        foreach (int element in own.Elements)
        {
            _elements.Remove(element);
        }

        _variables.Remove(pivot);
        int[] within = [.. _elements.Where(element => element.Value.IsSubsetOf(front)).Select(element => element.Key)];
        foreach (int element in within)
        {
            _elements.Remove(element);
        }

        foreach (int i in front)
        {
            Variable variable = _variables[i];
            variable.Variables.ExceptWith(front);
            variable.Variables.Remove(pivot);
            variable.Elements.RemoveWhere(element => !_elements.ContainsKey(element));
            variable.Outside = Weight(variable.Variables) + variable.Elements.Sum(element => Weight(_elements[element].Except(front)));
        }

        foreach (int i in front.Where(i => _variables[i].Outside == 0).ToArray())
        {
            taken.AddRange(_variables[i].Vertices);
            Forget(i, front);
        }

        _eliminated += taken.Count;
        Merge(front);
        foreach (int i in front)
        {
            Variable variable = _variables[i];
            int others = Weight(front) - variable.Vertices.Count;
            variable.Elements.Add(pivot);
            variable.Degree = Math.Min(Math.Min(variable.Degree, variable.Outside) + others, _size - _eliminated - variable.Vertices.Count);
        }

        _elements[pivot] = front;
        return taken;
    }

    private int Weight(IEnumerable<int> variables) => variables.Sum(i => _variables[i].Vertices.Count);

    /// <summary>Variables of the front next to the same elements and variables become one.</summary>
    private void Merge(HashSet<int> front)
    {
        int[] inOrder = [.. front.OrderBy(i => _position[i])];
        foreach (int i in inOrder.Where(front.Contains))
        {
            foreach (int j in inOrder.Where(j => _position[j] > _position[i] && front.Contains(j)))
            {
                if (_variables[i].Variables.SetEquals(_variables[j].Variables) && _variables[i].Elements.SetEquals(_variables[j].Elements))
                {
                    _variables[i].Vertices.AddRange(_variables[j].Vertices);
                    Forget(j, front);
                }
            }
        }
    }

    private void Forget(int vertex, HashSet<int> front)
    {
        _variables.Remove(vertex);
        front.Remove(vertex);
        foreach (Variable variable in _variables.Values)
        {
            variable.Variables.Remove(vertex);
        }

        foreach (HashSet<int> element in _elements.Values)
        {
            element.Remove(vertex);
        }
    }

    private sealed record Variable(List<int> Vertices, HashSet<int> Variables, HashSet<int> Elements)
    {
        public int Degree { get; set; }

        /// <summary>Weight of what it is next to beyond the front.</summary>
        public int Outside { get; set; }
    }
}
