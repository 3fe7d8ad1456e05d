using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Quality;

[TestClass]
public sealed class TrustworthinessCriterionTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(8)]
    [DataRow(24)]
    public void It_is_the_trustworthiness_of_all_rows(int size)
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(50);
        int[,] rho = NaiveRanks.Of(features), r = NaiveRanks.Of(embedding);
        var criterion = new TrustworthinessCriterion(features, new FitContext());
        double measured = criterion.Measure(embedding, size, new FitContext());
        Assert.AreEqual(NaiveRanks.Trustworthiness(rho, r, size, [.. Enumerable.Range(0, 50)]), measured, 1e-14);
        Assert.AreEqual(EmbeddingQuality.Measure(features, embedding, new() { NeighborhoodSize = size }).Figures.Trustworthiness, measured);
    }

    [TestMethod]
    public void One_instance_measures_several_embeddings()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(50);
        var criterion = new TrustworthinessCriterion(features, new FitContext(numberOfThreads: 1));
        double first = criterion.Measure(embedding, 7, new FitContext(numberOfThreads: 3));
        Assert.AreEqual(1, criterion.Measure(features, 7, new FitContext()));
        Assert.AreEqual(first, criterion.Measure(embedding, 7, new FitContext(numberOfThreads: 1)));
    }
}
