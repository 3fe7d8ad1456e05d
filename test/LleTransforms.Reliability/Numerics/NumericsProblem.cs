using LleTransforms.Alignment;
using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.Measurements.SideBySide;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Reliability.Numerics;

/// <summary>A random eigenproblem as a fit meets it.</summary>
/// <param name="Kind">What the rows lie on.</param>
/// <param name="Method">Whose alignment matrix it is.</param>
/// <param name="NumberOfComponents">d.</param>
/// <param name="Features">The rows.</param>
/// <param name="Alignment">M.</param>
internal sealed record NumericsProblem(
    string Kind, LleMethod Method, int NumberOfComponents, CenteredFeatures Features, AlignmentMatrix Alignment)
{
    private static readonly string[] _kinds = ["swiss roll", "cube", "ring", "square", "strip", "dumbbell"];
    private static readonly double[] _scales = [1, 1e-20, 1e20];

    public static IEnumerable<NumericsProblem> Create(int count, int seed)
    {
        var random = new Random(seed);
        LleMethod[] methods = Enum.GetValues<LleMethod>();
        for (int made = 0; made < count;)
        {
            string kind = _kinds[made % _kinds.Length];
            LleMethod method = methods[made / _kinds.Length % methods.Length];
            if (TryCreate(kind, method, random) is NumericsProblem problem)
            {
                made++;
                yield return problem;
            }
        }
    }

    /// <summary>Problems of real shapes: tables as single cells give them, and vectors of words. They are larger, with more columns and
    /// more components, and their eigenvalues lie close together.</summary>
    /// <param name="count">How many, of both kinds in turn.</param>
    /// <param name="seed">Of all random numbers.</param>
    /// <param name="words">Vectors of words, row after row.</param>
    /// <param name="dimensions">Numbers of a vector.</param>
    public static IEnumerable<NumericsProblem> CreateOfTables(int count, int seed, float[] words, int dimensions)
    {
        const int Fewest = 200, Most = 400, CellColumns = 50;
        var random = new Random(seed);

        // Such tables have rows that are nobody's neighbour, which the other methods leave out.
        LleMethod[] methods = [.. Enum.GetValues<LleMethod>().Where(method => method.Variant().CoversEveryRow)];
        for (int made = 0; made < count;)
        {
            int n = random.Next(Fewest, Most);
            bool areWords = made % 2 == 1;
            LleMethod method = methods[made / 2 % methods.Length];
            int first = random.Next((words.Length / dimensions) - n);
            double[][] rows = areWords
                ? Rows(words.AsSpan(first * dimensions, n * dimensions), dimensions)
                : Rows(ClusteredPaths.Draw(n, CellColumns, random.Next()), CellColumns);
            int d = random.Next(2, method.IsLinear() ? 6 : 11);
            int k = Math.Max(12, method.SmallestNumberOfNeighbors(d)) + random.Next(0, 8);
            if (TryCreate(areWords ? "words" : "cells", method, rows, d, k, Math.Pow(10, -random.Next(2, 5))) is NumericsProblem problem)
            {
                made++;
                yield return problem;
            }
        }
    }

    private static NumericsProblem? TryCreate(string kind, LleMethod method, Random random)
    {
        double[][] rows = Draw(kind, random.Next(60, 200), random);
        int d = random.Next(1, method.IsLinear() ? 3 : 5);
        int k = Math.Max(6, method.SmallestNumberOfNeighbors(d)) + random.Next(0, 8);
        double scale = _scales[random.Next(_scales.Length)];
        double[][] scaled = Array.ConvertAll(rows, row => Array.ConvertAll(row, value => value * scale));
        return TryCreate(kind, method, scaled, d, k, Math.Pow(10, -random.Next(2, 7)));
    }

    /// <summary>Null where the graph has several sinks, or the method leaves rows out.</summary>
    private static NumericsProblem? TryCreate(string kind, LleMethod method, double[][] rows, int d, int k, double regularization)
    {
        var builder = new FeatureMatrixBuilder(rows[0].Length);
        Array.ForEach(rows, row => builder.Append(row));
        var context = new FitContext();
        DistinctRows distinct = DistinctRows.Find(CenteredFeatures.Create(builder.Build(), context), context);
        NeighborGraph graph = NeighborSearches.Create(distinct.Features).FindGraph(k, context);
        var options = new LleOptions { Method = method, NumberOfComponents = d, NumberOfNeighbors = k, Regularization = regularization };
        GraphComponents components = GraphComponents.Find(options.Variant.FindLinks(distinct.Features, graph, options.Geometry, context));
        bool covers = method.Variant().CoversEveryRow || graph.Indices.Distinct().Count() == graph.NumberOfRows;
        if (components.SinkComponents.Length != 1 || !covers)
        {
            return null;
        }

        int sink = components.RowsOfStrong(components.SinkComponents[0])[0];
        return new NumericsProblem(
            kind, method, d, distinct.Features, options.Variant.Align(distinct.Features, graph, sink, options.Geometry, context));
    }

    private static double[][] Rows(ReadOnlySpan<float> values, int columns)
    {
        double[][] rows = new double[values.Length / columns][];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = Array.ConvertAll(values.Slice(row * columns, columns).ToArray(), value => (double)value);
        }

        return rows;
    }

    private static double[][] Draw(string kind, int n, Random random)
    {
        double Uniform() => random.NextDouble();
        int side = (int)Math.Sqrt(n);
        return kind switch
        {
            "swiss roll" => Split(Manifolds.SwissRoll(n, random.Next()).Rows),
            "cube" => [.. Enumerable.Range(0, n).Select(_ => new[] { Uniform(), Uniform(), Uniform(), Uniform() })],

            // Every eigenvalue of a ring is double, but for what the jitter does to it.
            "ring" => [.. Enumerable.Range(0, n)
                .Select(i => new[] { Math.Cos(2 * Math.PI * i / n), Math.Sin(2 * Math.PI * i / n), 1e-7 * Uniform() })],

            // So are those of a square that its two diagonals swap.
            "square" => [.. Enumerable.Range(0, side * side)
                .Select(i => new[] { (i % side) + (1e-5 * Uniform()), (i / side) + (1e-5 * Uniform()), 0.01 * Uniform() })],

            // Sixty times as long as wide: tiny eigenvalues, tiny gaps.
            "strip" => [.. Enumerable.Range(0, n).Select(_ => new[] { 60 * Uniform(), Uniform(), 0.1 * Uniform() })],
            _ => [.. Enumerable.Range(0, n).Select(i => Dumbbell(i, n, Uniform))],
        };
    }

    /// <summary>Two balls with a thin bridge of rows: an eigenvalue near 0 beside the others.</summary>
    private static double[] Dumbbell(int i, int n, Func<double> uniform)
    {
        double along = i < n / 8 ? 1 + (4.0 * i / (n / 8)) : i % 2 == 0 ? uniform() : 5 + uniform();
        double width = i < n / 8 ? 0.01 : 1;
        return [along, width * uniform(), width * uniform()];
    }

    private static double[][] Split(double[,] table) =>
        [.. Enumerable.Range(0, table.GetLength(0))
            .Select(row => Enumerable.Range(0, table.GetLength(1)).Select(c => table[row, c]).ToArray())];
}
