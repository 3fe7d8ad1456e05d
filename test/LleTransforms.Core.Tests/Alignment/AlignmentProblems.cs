using System.Collections.Concurrent;
using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra.Sparse;

namespace LleTransforms.Core.Tests.Alignment;

/// <summary>Small alignment problems made from a seed: brute-force neighbours and barycentric weights,
/// independent of the engine's own rooms.</summary>
internal static class AlignmentProblems
{
    /// <summary>Made once, by nothing that is under test.</summary>
    private static readonly ConcurrentDictionary<(int Size, int Dimension, int NumberOfNeighbors, int Seed), FactoredAlignment> Cubes =
        new(), Rolls = new();

    /// <summary>A rolled-up rectangle in three dimensions, as scikit-learn's make_swiss_roll.</summary>
    public static FactoredAlignment SwissRoll(int n, int k, int seed) =>
        Rolls.GetOrAdd((n, 3, k, seed), key => MakeSwissRoll(key.Size, key.NumberOfNeighbors, key.Seed));

    /// <summary>Uniform rows of a cube: a graph without low intrinsic dimension.</summary>
    public static FactoredAlignment Cube(int n, int dimension, int k, int seed) =>
        Cubes.GetOrAdd((n, dimension, k, seed), key => MakeCube(key.Size, key.Dimension, key.NumberOfNeighbors, key.Seed));

    private static FactoredAlignment MakeSwissRoll(int n, int k, int seed)
    {
        Random random = new(seed);
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++)
        {
            double t = 1.5 * Math.PI * (1 + (2 * random.NextDouble()));
            rows[i] = [t * Math.Cos(t), 21 * random.NextDouble(), t * Math.Sin(t)];
        }

        return FromRows(rows, k, 1e-3);
    }

    private static FactoredAlignment MakeCube(int n, int dimension, int k, int seed)
    {
        Random random = new(seed);
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++)
        {
            rows[i] = new double[dimension];
            for (int c = 0; c < dimension; c++)
            {
                rows[i][c] = random.NextDouble();
            }
        }

        return FromRows(rows, k, 1e-3);
    }

    /// <summary>Equally spaced rows of a circle: every eigenvalue is double.</summary>
    public static FactoredAlignment Circle(int n, int k)
    {
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++)
        {
            rows[i] = [Math.Cos(2 * Math.PI * i / n), Math.Sin(2 * Math.PI * i / n)];
        }

        return FromRows(rows, k, 1e-3);
    }

    /// <summary>M = A^T A, both triangles, as the other methods assemble theirs.</summary>
    public static AssembledAlignment Assemble(FactoredAlignment alignment)
    {
        SparseMatrix a = alignment.Residual;
        int n = a.NumberOfRows;
        SortedDictionary<int, double>[] rows = new SortedDictionary<int, double>[n];
        for (int i = 0; i < n; i++)
        {
            rows[i] = [];
        }

        for (int r = 0; r < n; r++)
        {
            for (int p = a.RowStarts[r]; p < a.RowStarts[r + 1]; p++)
            {
                for (int q = a.RowStarts[r]; q < a.RowStarts[r + 1]; q++)
                {
                    SortedDictionary<int, double> row = rows[a.Columns[p]];
                    row[a.Columns[q]] = row.GetValueOrDefault(a.Columns[q]) + (a.Values[p] * a.Values[q]);
                }
            }
        }

        return new AssembledAlignment(FromSortedRows(rows));
    }

    /// <summary>
    /// Local tangent spaces of a flat square: each neighbourhood forbids all but its affine functions, so the null space is exactly {1, x,
    /// y}.
    /// </summary>
    public static AssembledAlignment FlatTangentSpaces(int n, int k, int seed, out double[][] rows)
    {
        Random random = new(seed);
        double[][] points = rows = Enumerable.Range(0, n).Select(_ => new[] { random.NextDouble(), random.NextDouble() }).ToArray();
        SortedDictionary<int, double>[] sums = Enumerable.Range(0, n).Select(_ => new SortedDictionary<int, double>()).ToArray();
        for (int i = 0; i < n; i++)
        {
            int[] patch = Enumerable.Range(0, n).OrderBy(j => SquaredDistance(points[i], points[j])).Take(k + 1).ToArray();
            var affine = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(k + 1, 3, (a, c) =>
                c == 0 ? 1 : points[patch[a]][c - 1] - points[i][c - 1]);
            var basis = affine.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
            for (int a = 0; a <= k; a++)
            {
                for (int b = 0; b <= k; b++)
                {
                    double value = (a == b ? 1 : 0) - (basis.Row(a) * basis.Row(b));
                    sums[patch[a]][patch[b]] = sums[patch[a]].GetValueOrDefault(patch[b]) + value;
                }
            }
        }

        return new AssembledAlignment(FromSortedRows(sums));
    }

    public static SparseMatrix FromSortedRows(SortedDictionary<int, double>[] rows)
    {
        int n = rows.Length;
        int[] starts = new int[n + 1];
        List<int> columns = [];
        List<double> values = [];
        for (int i = 0; i < n; i++)
        {
            columns.AddRange(rows[i].Keys);
            values.AddRange(rows[i].Values);
            starts[i + 1] = columns.Count;
        }

        return new SparseMatrix(n, n, starts, [.. columns], [.. values]);
    }

    public static FactoredAlignment FromRows(double[][] rows, int k, double regularization)
    {
        int n = rows.Length;
        SortedDictionary<int, double>[] residual = new SortedDictionary<int, double>[n];
        for (int i = 0; i < n; i++)
        {
            double[] distances = Array.ConvertAll(rows, other => SquaredDistance(rows[i], other));
            int[] neighbors = Enumerable.Range(0, n).Where(j => j != i).OrderBy(j => distances[j]).ThenBy(j => j).Take(k).ToArray();
            double[] weights = Barycentric(rows, i, neighbors, regularization);
            residual[i] = new SortedDictionary<int, double> { [i] = 1 };
            for (int a = 0; a < k; a++)
            {
                residual[i][neighbors[a]] = -weights[a];
            }
        }

        SparseMatrix matrix = FromSortedRows(residual);
        return new FactoredAlignment(matrix, SinkRow(matrix));
    }

    private static double SquaredDistance(double[] a, double[] b)
    {
        double sum = 0;
        for (int c = 0; c < a.Length; c++)
        {
            sum += (a[c] - b[c]) * (a[c] - b[c]);
        }

        return sum;
    }

    private static double[] Barycentric(double[][] rows, int i, int[] neighbors, double regularization)
    {
        int k = neighbors.Length;
        var gram = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(k, k, (a, b) =>
            rows[i].Select((x, c) => (rows[neighbors[a]][c] - x) * (rows[neighbors[b]][c] - x)).Sum());
        double trace = gram.Trace();
        for (int a = 0; a < k; a++)
        {
            gram[a, a] += regularization * (trace > 0 ? trace : 1);
        }

        var weights = gram.Cholesky().Solve(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(k, 1));
        return (weights / weights.Sum()).ToArray();
    }

    /// <summary>A row of a sink component: the start of the last depth-first tree of the reversed graph
    /// that no later start reaches.</summary>
    private static int SinkRow(SparseMatrix matrix)
    {
        // A row reached from everywhere along the graph reaches everything along its reverse.
        SparseMatrix reversed = Reverse(matrix);
        HashSet<int> covered = [];
        int candidate = 0;
        for (int start = 0; start < matrix.NumberOfRows; start++)
        {
            if (covered.Contains(start))
            {
                continue;
            }

            candidate = start;
            covered.UnionWith(Reach(reversed, start));
        }

        return candidate;
    }

    private static SparseMatrix Reverse(SparseMatrix matrix)
    {
        SortedDictionary<int, double>[] rows =
            [.. Enumerable.Range(0, matrix.NumberOfColumns).Select(_ => new SortedDictionary<int, double>())];
        for (int i = 0; i < matrix.NumberOfRows; i++)
        {
            for (int p = matrix.RowStarts[i]; p < matrix.RowStarts[i + 1]; p++)
            {
                rows[matrix.Columns[p]][i] = matrix.Values[p];
            }
        }

        return FromSortedRows(rows);
    }

    private static HashSet<int> Reach(SparseMatrix matrix, int start)
    {
        HashSet<int> seen = [start];
        Queue<int> queue = new([start]);
        while (queue.TryDequeue(out int row))
        {
            for (int p = matrix.RowStarts[row]; p < matrix.RowStarts[row + 1]; p++)
            {
                if (seen.Add(matrix.Columns[p]))
                {
                    queue.Enqueue(matrix.Columns[p]);
                }
            }
        }

        return seen;
    }
}
