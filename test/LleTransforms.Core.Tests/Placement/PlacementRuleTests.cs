using LleTransforms.LocalGeometry;
using LleTransforms.Placement;

namespace LleTransforms.Core.Tests.Placement;

[TestClass]
public sealed class PlacementRuleTests
{
    [TestMethod]
    [DataRow(LleMethod.Standard, LlePlacement.Barycentric)]
    [DataRow(LleMethod.Modified, LlePlacement.LocalAffine)]
    [DataRow(LleMethod.Hessian, LlePlacement.LocalAffine)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, LlePlacement.LocalAffine)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding, LlePlacement.Linear)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment, LlePlacement.Linear)]
    [DataRow(LleMethod.Convex, LlePlacement.Barycentric)]
    public void Each_method_has_its_rule(LleMethod method, LlePlacement rule) => Assert.AreEqual(rule, method.Variant().DefaultPlacement);

    [TestMethod]
    [DataRow(LlePlacement.Barycentric, typeof(BarycentricWeights))]
    [DataRow(LlePlacement.LocalAffine, typeof(LocalAffineWeights))]
    public void Each_rule_has_its_weights(LlePlacement rule, Type weights) =>
        Assert.IsInstanceOfType(PlacementRule.CreateWeights(rule, LleMethod.Standard.Variant(), 4, 3, 1e-3)(), weights);

    [TestMethod]
    public void A_rule_that_weighs_no_neighbours_has_no_weights() => Assert.Contains(
        "The rule weighs no neighbours.", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => PlacementRule.CreateWeights(LlePlacement.Linear, LleMethod.Standard.Variant(), 4, 3, 1e-3)).Message);
}
