using System.Runtime.CompilerServices;
using LleTransforms.Core.Tests.TestData;
using LleTransforms.Fitting;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Alignment;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Methods;

/// <summary>The examples of docs/design/add-a-variant.md and docs/design/add-a-search.md are what the tests run, and they work.</summary>
[TestClass]
public sealed class ExampleTests
{
    private const int K = 8;

    [TestMethod]
    [DataRow("add-a-variant.md", "Methods/EqualWeightsVariant.cs")]
    [DataRow("add-a-search.md", "Neighbors/BruteForceSearch.cs")]
    public void The_page_shows_the_file(string page, string file)
    {
        string tests = Path.GetFullPath(Path.Combine(FolderOfThisFile(), ".."));
        string text = File.ReadAllText(Path.Combine(tests, "..", "..", "docs", "design", page)).ReplaceLineEndings("\n");
        string[] lines = File.ReadAllText(Path.Combine(tests, file)).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

        StringAssert.Contains(text, string.Join('\n', lines.Select(line => line.Length == 0 ? line : "    " + line)));
    }

    [TestMethod]
    public void The_variant_makes_rows_the_mean_of_their_neighbours()
    {
        var context = new FitContext();
        PreparedRows prepared = PreparedRows.Of(Manifolds.SCurve(300, seed: 2).Features, LleMetric.Euclidean, context);
        FitPlan plan = FitPlan.Of(new LleOptions { NumberOfComponents = 2 }, K) with { Variant = new EqualWeightsVariant() };
        NeighborGraph graph = FitPipeline.FindNeighbors(prepared, plan, context).Graph;

        var matrix = (FactoredAlignment)plan.Variant.Align(prepared.Distinct.Features, graph, 0, plan.Geometry, context);
        SparseMatrix residual = matrix.Residual;
        for (int row = 0; row < residual.NumberOfRows; row++)
        {
            for (int at = residual.RowStarts[row]; at < residual.RowStarts[row + 1]; at++)
            {
                Assert.AreEqual(residual.Columns[at] == row ? 1 : -1.0 / K, residual.Values[at]);
            }
        }

        FitResult fit = FitPipeline.Run(prepared, plan, context);
        Assert.IsTrue(Array.TrueForAll(fit.Content.Rows!.Embedding, double.IsFinite));
        Assert.IsGreaterThan(0, fit.Content.Eigenvalues[0]);
    }

    private static string FolderOfThisFile([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
