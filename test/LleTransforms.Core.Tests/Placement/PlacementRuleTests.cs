using LleTransforms.LocalGeometry;
using LleTransforms.Placement;

namespace LleTransforms.Core.Tests.Placement;

[TestClass]
public sealed class PlacementRuleTests
{
    [TestMethod]
    [DataRow(LleMethod.Standard, LleOutOfSample.Barycentric)]
    [DataRow(LleMethod.Modified, LleOutOfSample.LocalAffine)]
    [DataRow(LleMethod.Hessian, LleOutOfSample.LocalAffine)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, LleOutOfSample.LocalAffine)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding, LleOutOfSample.Linear)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment, LleOutOfSample.Linear)]
    [DataRow(LleMethod.Convex, LleOutOfSample.Barycentric)]
    public void Each_method_has_its_rule(LleMethod method, LleOutOfSample rule) => Assert.AreEqual(rule, method.Variant().DefaultPlacement);

    [TestMethod]
    [DataRow(LleOutOfSample.Barycentric, typeof(BarycentricWeights))]
    [DataRow(LleOutOfSample.LocalAffine, typeof(LocalAffineWeights))]
    public void Each_rule_has_its_weights(LleOutOfSample rule, Type weights) =>
        Assert.IsInstanceOfType(PlacementRule.CreateWeights(rule, LleMethod.Standard.Variant(), 4, 3, 1e-3)(), weights);
}
