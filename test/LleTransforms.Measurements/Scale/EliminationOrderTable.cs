using System.Diagnostics;
using System.Globalization;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.LocalGeometry;
using LleTransforms.Measurements.SideBySide;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Measurements.Scale;

/// <summary>What exact factors of A cost by minimum degree and by nested dissection.</summary>
internal sealed class EliminationOrderTable(BenchmarkData data)
{
    private const double Regularization = 1e-3;

    private static readonly (string Title, string Name, int NumberOfNeighbors, int[] Rows)[] _tables =
    [
        ("swiss roll", "swiss-roll", 12, [20_000, 80_000]),
        ("smooth 4-dimensional manifold", "smooth", 14, [20_000]),
        ("smooth 5-dimensional manifold", "smooth-5", 14, [20_000]),
        ("smooth 6-dimensional manifold", "smooth-6", 14, [20_000]),
        ("MNIST", "mnist-train", 12, [5_000, 20_000]),
        ("GloVe", "glove", 15, [5_000, 20_000, 50_000]),
        ("8-dimensional manifold in 50 columns", "manifold-50", 15, [20_000, 100_000, 200_000]),
    ];

    private readonly FitContext _context = new();

    public void Run()
    {
        Console.WriteLine(
            "| rows | n | minimum degree, s | million nonzeros | Gflop | nested dissection, s | million nonzeros | Gflop | flops, ratio |");
        Console.WriteLine("| --- | --: | --: | --: | --: | --: | --: | --: | --: |");
        Compute(SymmetricPatternOf("swiss-roll", 12, 20_000), NestedDissectionOrdering.Compute, out _);
        foreach ((string title, string name, int k, int[] sizes) in _tables)
        {
            foreach (int rowCount in sizes)
            {
                SymmetricPattern pattern = SymmetricPatternOf(name, k, rowCount);
                EliminationTree byDegree = Compute(
                    pattern, (graph, context) => MinimumDegreeOrdering.Compute(graph, context), out double degreeSeconds);
                EliminationTree dissected = Compute(pattern, NestedDissectionOrdering.Compute, out double dissectionSeconds);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {title} | {rowCount:N0} | {Cells(degreeSeconds, byDegree)} | {Cells(dissectionSeconds, dissected)} | " +
                    $"{byDegree.Flops / dissected.Flops:0.0} |"));
            }
        }
    }

    private static string Cells(double seconds, EliminationTree tree) => string.Create(
        CultureInfo.InvariantCulture,
        $"{seconds:0.00} | {tree.Nonzeros / 1e6:0.0} | {tree.Flops / 1e9:0.0}");

    private SymmetricPattern SymmetricPatternOf(string name, int k, int rowCount)
    {
        data.Ensure(name, rowCount);
        CenteredFeatures features = CenteredFeatures.Create(data.Read(name, rowCount), _context);
        NeighborGraph graph = NeighborSearches.Create(features).FindGraph(k, _context);
        SparseMatrix matrix = WeightGraph.ResidualMatrix(
            features, graph, () => new BarycentricWeights(k, features.NumberOfColumns, Regularization), _context);
        return SymmetricPattern.Of(matrix, matrix.Transpose(), _context);
    }

    private EliminationTree Compute(SymmetricPattern pattern, Func<SymmetricPattern, RunContext, int[]> order, out double seconds)
    {
        long started = Stopwatch.GetTimestamp();
        int[] found = order(pattern, _context);
        seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return EliminationTree.Build(pattern, found, _context);
    }
}
