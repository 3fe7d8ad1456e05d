using System.Collections.Concurrent;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Sparse;

/// <summary>Graphs of every shape that a sparse factorisation meets, matrices upon them, and the fill of
/// their factors by definition.</summary>
internal static class SparseProblems
{
    private static readonly Dictionary<string, (int Size, Func<Random, List<(int A, int B)>> Edges)> Shapes = new()
    {
        ["single"] = (1, _ => []),
        ["isolated"] = (5, _ => []),
        ["path"] = (41, _ => Path(0, 41)),
        ["cycle"] = (30, _ => [.. Path(0, 30), (29, 0)]),
        ["star"] = (15, _ => [.. Enumerable.Range(1, 14).Select(i => (0, i))]),
        ["complete"] = (23, _ => Clique(0, 23)),
        ["grid"] = (90, _ => Grid(9, 10)),
        ["tree"] = (90, random => [.. Enumerable.Range(1, 89).Select(i => (random.Next(i), i))]),
        ["band"] = (60, _ =>
            [.. Enumerable.Range(0, 60).SelectMany(i => Enumerable.Range(i + 1, 5).Where(j => j < 60).Select(j => (i, j)))]),
        ["random"] = (80, random =>
            [.. Enumerable.Range(0, 150).Select(_ => (random.Next(80), random.Next(80))).Where(e => e.Item1 != e.Item2)]),
        ["crowded"] = (40, random => [.. Clique(0, 40).Where(_ => random.NextDouble() < 0.3)]),
        ["cliques"] = (70, _ => [.. Clique(0, 9), .. Clique(9, 30), .. Clique(29, 45), .. Clique(45, 70)]),
        ["pieces"] = (120, random => [.. Path(0, 20), .. Clique(20, 31), .. Grid(7, 8).Select(e => (e.A + 31, e.B + 31)),
            .. Enumerable.Range(88, 30).Select(i => (random.Next(87, i), i))]),
    };

    /// <summary>Made once, by nothing that is under test.</summary>
    private static readonly ConcurrentDictionary<(string Shape, bool IsSymmetric), SparseMatrix> Made = new();

    public static IEnumerable<string> Names => Shapes.Keys;

    /// <summary>The shape's rows in no order, few of its entries symmetric, its diagonal larger than the rest of its row.</summary>
    public static SparseMatrix Matrix(string shape, bool isSymmetric = false) =>
        Made.GetOrAdd((shape, isSymmetric), key => Make(key.Shape, key.IsSymmetric));

    private static SparseMatrix Make(string shape, bool isSymmetric)
    {
        (int n, Func<Random, List<(int A, int B)>> edges) = Shapes[shape];
        Random random = new(17);
        int[] label = [.. Enumerable.Range(0, n)];
        random.Shuffle(label);
        Matrix<double> dense = Matrix<double>.Build.Dense(n, n);
        foreach ((int a, int b) in edges(random))
        {
            int side = random.Next(4);
            dense[label[a], label[b]] = side == 0 && !isSymmetric ? 0 : (2 * random.NextDouble()) - 1;
            dense[label[b], label[a]] = isSymmetric ? dense[label[a], label[b]] : side == 1 ? 0 : (2 * random.NextDouble()) - 1;
        }

        for (int i = 0; i < n; i++)
        {
            dense[i, i] = 1 + dense.Row(i).L1Norm() + dense.Column(i).L1Norm();
        }

        return FromDense(dense);
    }

    public static SymmetricPattern Graph(string shape) => Pattern(Matrix(shape));

    public static SymmetricPattern Pattern(SparseMatrix matrix) => SymmetricPattern.Of(matrix, matrix.Transpose(), new FitContext());

    public static SparseMatrix FromDense(Matrix<double> dense)
    {
        int[] starts = new int[dense.RowCount + 1];
        List<int> columns = [];
        List<double> values = [];
        for (int i = 0; i < dense.RowCount; i++)
        {
            for (int j = 0; j < dense.ColumnCount; j++)
            {
                if (dense[i, j] != 0)
                {
                    columns.Add(j);
                    values.Add(dense[i, j]);
                }
            }

            starts[i + 1] = columns.Count;
        }

        return new SparseMatrix(dense.RowCount, dense.ColumnCount, starts, [.. columns], [.. values]);
    }

    /// <summary>Many rows without a dense twin: a path, each fourth link of which is missing.</summary>
    public static SparseMatrix ShortPaths(int n)
    {
        SortedDictionary<int, double>[] rows =
            [.. Enumerable.Range(0, n).Select(i => new SortedDictionary<int, double> { [i] = 3 + (i % 7) })];
        for (int i = 1; i < n; i++)
        {
            if (i % 4 != 0)
            {
                rows[i][i - 1] = -1;
                rows[i - 1][i] = 0.5 + (i % 3);
            }
        }

        return AlignmentProblems.FromSortedRows(rows);
    }

    public static HashSet<int>[] Neighbors(SymmetricPattern pattern) =>
        [.. Enumerable.Range(0, pattern.Size).Select(i => pattern.Neighbors[pattern.Starts[i]..pattern.Starts[i + 1]].ToHashSet())];

    /// <summary>The rows below the diagonal of each column of the factor, by positions: every pivot makes
    /// a clique of what is left of its neighbours.</summary>
    public static int[][] Fill(SymmetricPattern pattern, int[] order)
    {
        int n = pattern.Size;
        int[] position = new int[n];
        for (int k = 0; k < n; k++)
        {
            position[order[k]] = k;
        }

        bool[,] isFilled = new bool[n, n];
        foreach ((int vertex, HashSet<int> neighbors) in Neighbors(pattern).Index())
        {
            foreach (int other in neighbors)
            {
                isFilled[position[vertex], position[other]] = true;
            }
        }

        int[][] columns = new int[n][];
        for (int k = 0; k < n; k++)
        {
            columns[k] = [.. Enumerable.Range(k + 1, n - k - 1).Where(i => isFilled[k, i])];
            foreach (int i in columns[k])
            {
                foreach (int j in columns[k])
                {
                    isFilled[i, j] |= i != j;
                }
            }
        }

        return columns;
    }

    /// <summary>Orders worth eliminating in: as given, backwards, shuffled, and of low fill.</summary>
    public static IEnumerable<int[]> Orders(SymmetricPattern pattern)
    {
        int[] given = [.. Enumerable.Range(0, pattern.Size)];
        yield return given;
        yield return [.. given.Reverse()];
        int[] shuffled = [.. given];
        new Random(5).Shuffle(shuffled);
        yield return shuffled;
        yield return MinimumDegreeOrdering.Compute(pattern, new FitContext());
    }

    public static double[] RandomNumbers(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }

    /// <summary>Four columns that stand interleaved, one row after another.</summary>
    public static Matrix<double> ToMatrix(double[] block) => Matrix<double>.Build.Dense(block.Length / 4, 4, (i, c) => block[(4 * i) + c]);

    public static List<(int A, int B)> Path(int from, int to) => [.. Enumerable.Range(from, to - from - 1).Select(i => (i, i + 1))];

    public static List<(int A, int B)> Clique(int from, int to) =>
        [.. Enumerable.Range(from, to - from).SelectMany(i => Enumerable.Range(i + 1, to - i - 1).Select(j => (i, j)))];

    public static List<(int A, int B)> Grid(int rows, int columns) =>
    [
        .. Enumerable.Range(0, rows * columns).Where(i => i % columns != columns - 1).Select(i => (i, i + 1)),
        .. Enumerable.Range(0, (rows - 1) * columns).Select(i => (i, i + columns)),
    ];
}
