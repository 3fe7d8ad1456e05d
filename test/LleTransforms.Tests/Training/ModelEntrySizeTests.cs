using LleTransforms.Training;
using LleTransforms.Tests.Data;
using Microsoft.ML;

namespace LleTransforms.Tests.Training;

[TestClass]
public sealed class ModelEntrySizeTests
{
    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding)]
    public void The_estimate_is_near_what_is_saved(LleMethod method)
    {
        var context = new MLContext();
        var options = new LocallyLinearEmbeddingOptions { NumberOfComponents = 2, NumberOfNeighbors = 8, Method = method };
        var model = context.Transforms.LocallyLinearEmbedding(options).Fit(Samples.View(context, Samples.Sheet(500))).Model;
        using var stream = new MemoryStream();
        model.Save(stream);

        long estimate = ModelEntrySize.Estimate(500, Sample.Width, 2, method);
        Assert.IsLessThan(Math.Max(512, 0.1 * stream.Length), Math.Abs(stream.Length - estimate), $"{stream.Length} bytes saved, {estimate} estimated");
    }

    [TestMethod]
    public void A_model_beyond_the_limit_is_told_by_the_estimate()
    {
        Assert.IsLessThan(ModelEntrySize.Limit, ModelEntrySize.Estimate(60_000, 784, 10, LleMethod.Standard));
        Assert.IsGreaterThan(ModelEntrySize.Limit, ModelEntrySize.Estimate(1_000_000, 784, 10, LleMethod.Standard));
        Assert.IsLessThan(ModelEntrySize.Limit, ModelEntrySize.Estimate(1_000_000, 784, 10, LleMethod.NeighborhoodPreservingEmbedding));
    }
}
