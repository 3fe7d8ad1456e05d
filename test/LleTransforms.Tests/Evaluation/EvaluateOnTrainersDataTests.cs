using LleTransforms.Tests.Trainers;
using Microsoft.ML;

namespace LleTransforms.Tests.Evaluation;

[TestClass]
public sealed class EvaluateOnTrainersDataTests
{
    [TestMethod]
    public void A_principal_component_analysis_is_judged_beside_an_embedding()
    {
        var mlContext = new MLContext(seed: 1);
        var rows = mlContext.Data.LoadFromEnumerable(TwoBands.Rows(shift: 0));
        var both = mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: 2)
            .Append(mlContext.Transforms.ProjectToPrincipalComponents("Plane", "Features", rank: 2))
            .Append(mlContext.Transforms.ProjectToPrincipalComponents("Whole", "Features", rank: 3))
            .Fit(rows).Transform(rows);

        var lle = mlContext.EvaluateEmbedding(both, "Features", "Lle");
        var plane = mlContext.EvaluateEmbedding(both, "Features", "Plane");
        var whole = mlContext.EvaluateEmbedding(both, "Features", "Whole");

        // All three components are the features turned about.
        Assert.AreEqual(1, whole.Trustworthiness, 1e-3);
        Assert.AreEqual(0, whole.ResidualVariance, 1e-6);
        Assert.IsGreaterThan(plane.ResidualVariance, lle.ResidualVariance, "a plane keeps distances better than what unrolls the sheet");
        Assert.IsGreaterThan(
            plane.Trustworthiness, lle.Trustworthiness, "a plane loses a direction of the sheet, and unrolling keeps both");
    }
}
