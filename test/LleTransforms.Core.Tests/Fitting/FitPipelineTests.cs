using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Fitting;

/// <summary>A fit can be entered with the products of its first phases, and two phases can be done for some of the rows.</summary>
[TestClass]
public sealed class FitPipelineTests
{
    private const int K = 10;

    private static readonly FitContext _context = new();
    private static readonly FeatureMatrix _features = Manifolds.SmoothMap(700, seed: 3).Features;

    [TestMethod]
    [DataRow(LleMetric.Euclidean)]
    [DataRow(LleMetric.Cosine)]
    public void The_graph_in_pieces_is_the_graph(LleMetric metric)
    {
        DistinctRows distinct = PreparedRows.Of(_features, metric, _context).Distinct;
        INeighborSearch search =
            NeighborSearches.Create(distinct.Features, LleNeighborSearch.Auto, metric, distinct.Representatives, _context);
        NeighborGraph whole = search.FindGraph(K, _context);
        foreach ((int start, int end) in new[] { (0, 1), (1, 300), (300, 700) })
        {
            NeighborGraph piece = search.FindGraphRows(distinct.Features, start, end, K, _context);

            CollectionAssert.AreEqual(whole.Indices[(start * K)..(end * K)], piece.Indices);
            CollectionAssert.AreEqual(whole.SquaredDistances[(start * K)..(end * K)], piece.SquaredDistances);
        }
    }

    [TestMethod]
    public void The_weights_in_pieces_are_the_weights()
    {
        CenteredFeatures rows = PreparedRows.Of(_features, LleMetric.Euclidean, _context).Distinct.Features;
        NeighborGraph graph = NeighborSearches.Create(rows).FindGraph(K, _context);
        SparseMatrix whole = WeightGraph.ResidualMatrix(rows, graph, CreateWeights, _context);
        foreach ((int start, int end) in new[] { (0, 1), (1, 300), (300, 700) })
        {
            SparseMatrix piece = WeightGraph.ResidualRows(rows, graph, start, end, CreateWeights, _context);

            Assert.AreEqual(end - start, piece.NumberOfRows);
            Assert.AreEqual(700, piece.NumberOfColumns);
            CollectionAssert.AreEqual(whole.Columns[whole.RowStarts[start]..whole.RowStarts[end]], piece.Columns);
            CollectionAssert.AreEqual(whole.Values[whole.RowStarts[start]..whole.RowStarts[end]], piece.Values);
        }

        IRowWeights CreateWeights() => new BarycentricWeights(K, rows.NumberOfColumns, 1e-3);
    }

    [TestMethod]
    public void A_fit_entered_at_the_neighbours_is_the_fit()
    {
        var options = new LleOptions { NumberOfComponents = 3, NumberOfNeighbors = K };
        FitPlan plan = FitPlan.Of(options, K);
        PreparedRows prepared = PreparedRows.Of(_features, LleMetric.Euclidean, _context);
        NeighborGraph graph = NeighborSearches.Create(prepared.Distinct.Features).FindGraph(K, _context);

        FitResult fit = FitPipeline.FromNeighbors(prepared.Distinct, new FoundNeighbors(graph, null), plan, _context);

        Assert.AreEqual(Saved(LocallyLinearEmbedding.Fit(_features, options)), Saved(LleModel.Of(fit, _context)));
        Assert.HasCount(1, fit.Solutions);
        Assert.HasCount(3, fit.Solutions[0].Eigenvalues);
    }

    [TestMethod]
    [DataRow(LleNeighborSearch.Auto, true)]
    [DataRow(LleNeighborSearch.Approximate, false)]
    public void The_search_of_the_graph_goes_on_to_place_rows_where_it_is_exact(LleNeighborSearch search, bool serves)
    {
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = K, NeighborSearch = search };

        FitResult fit = LocallyLinearEmbedding.Run(_features, null, options, _context);

        Assert.AreEqual(serves, fit.Search is not null);
        Assert.AreEqual(Placed(LleModel.Of(fit with { Search = null }, _context)), Placed(LleModel.Of(fit, _context)));
    }

    private static string Placed(LleModel model) =>
        string.Join(' ', model.Transform(Manifolds.SmoothMap(20, seed: 4).Features).Values.ToArray());

    private static string Saved(LleModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return Convert.ToHexString(stream.ToArray());
    }
}
