using LleTransforms.Features;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Neighbors.Trees;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

[TestClass]
public sealed class NeighborSearchTests
{
    [TestMethod]
    public void Few_columns_choose_the_tree_and_many_the_blocked_product()
    {
        Assert.IsInstanceOfType<KdTreeSearch>(NeighborSearches.Create(NeighborReference.Random(5000, 2)));
        Assert.IsInstanceOfType<DenseSearch>(NeighborSearches.Create(NeighborReference.Random(2000, 20)));
        Assert.IsInstanceOfType<DenseSearch>(NeighborSearches.Create(NeighborReference.Random(600, 200)));
    }

    [TestMethod]
    public void Every_exact_kind_gives_the_same_bits()
    {
        CenteredFeatures features = NeighborReference.Random(700, 6);
        var context = new FitContext();
        NeighborGraph expected = new BruteForceSearch(features).FindGraph(10, context);
        foreach (LleNeighborSearch kind in (
            LleNeighborSearch[])[LleNeighborSearch.Auto, LleNeighborSearch.BruteForce, LleNeighborSearch.Tree])
        {
            NeighborGraph graph = NeighborSearches.Create(features, kind, context).FindGraph(10, context);
            CollectionAssert.AreEqual(expected.Indices, graph.Indices, $"{kind}");
            CollectionAssert.AreEqual(expected.SquaredDistances, graph.SquaredDistances, $"{kind}");
        }
    }

    [TestMethod]
    public void An_unknown_kind_is_an_error()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => NeighborSearches.Create(NeighborReference.Random(10, 2), (LleNeighborSearch)99, new FitContext()));
    }
}
