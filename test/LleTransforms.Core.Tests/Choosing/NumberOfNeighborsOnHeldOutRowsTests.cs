using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Choosing;

/// <summary>What <see cref="NumberOfNeighborsSelection"/> is for; each case fits sixteen models of 1,000
/// rows, so mutation tests leave it out.</summary>
[TestClass]
public sealed class NumberOfNeighborsOnHeldOutRowsTests
{
    /// <summary>
    /// Quality of held-out rows is 1 - the affine Procrustes distance of where they are placed to their parameters: the share of the
    /// parameters' variance that the coordinates explain. The proportions of the axes are left out of it, because unit variance fixes them
    /// whatever the manifold's are.
    /// </summary>
    [TestMethod]
    [DataRow("swiss roll", LleMethod.Standard)]
    [DataRow("swiss roll", LleMethod.LocalTangentSpaceAlignment)]
    [DataRow("S curve", LleMethod.Standard)]
    [DataRow("severed sphere", LleMethod.Standard)]
    public void The_chosen_k_is_within_five_percent_of_the_best_on_held_out_rows(string set, LleMethod method)
    {
        const int TrainCount = 1000;
        const int HeldCount = 500;
        ManifoldSample sample = set switch
        {
            "swiss roll" => Manifolds.SwissRoll(TrainCount + HeldCount, 1),
            "S curve" => Manifolds.SCurve(TrainCount + HeldCount, 1),
            _ => Manifolds.SeveredSphere(TrainCount + HeldCount, 1),
        };
        FeatureMatrix train = sample.Slice(0, TrainCount).Features;
        ManifoldSample held = sample.Slice(TrainCount, HeldCount);
        FeatureMatrix parameters = FeatureMatrix.FromArray(held.Parameters);
        var options = new LleOptions { Method = method, NumberOfComponents = 2 };
        NumberOfNeighborsChoice choice = NumberOfNeighborsSelection.Choose(train, options, new() { Step = 4 });

        var qualities = new Dictionary<int, double>();
        foreach (NumberOfNeighborsCandidate candidate in choice.Candidates)
        {
            options.NumberOfNeighbors = candidate.NumberOfNeighbors;
            FeatureMatrix placed = LocallyLinearEmbedding.Fit(train, options).Transform(held.Features);
            qualities[candidate.NumberOfNeighbors] = 1 - ProcrustesDistance.UnderAffineMap(parameters, placed);
        }

        string table = string.Join("; ", qualities.Select(pair => $"k = {pair.Key}: {pair.Value:F3}"))
            + $"; chosen {choice.NumberOfNeighbors}";
        double best = qualities.Values.Max();
        Assert.HasCount(8, qualities);
        Assert.IsGreaterThan(0.9, best, "The range must hold a k worth choosing. " + table);
        Assert.IsInRange(0, 0.95 * best, qualities.Values.Min(), "The range must hold a k worth avoiding. " + table);
        Assert.IsGreaterThanOrEqualTo(0.95 * best, qualities[choice.NumberOfNeighbors], table);
    }
}
