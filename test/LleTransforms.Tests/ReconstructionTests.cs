using LleTransforms.TestFramework;
using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests;

/// <summary>The step that goes back: features from a column of coordinates.</summary>
[TestClass]
public sealed class ReconstructionTests
{
    private const int Rows = 200;

    [TestMethod]
    public void Training_rows_come_back_with_the_names_of_their_slots()
    {
        var context = new MLContext(seed: 1);
        IDataView data = Named(context);
        var step = context.Transforms.LocallyLinearEmbedding("Lle", "Features", 2, 8).Fit(data);
        IDataView embedded = step.Transform(data);
        var back = context.Transforms.LocallyLinearReconstruction("Back", "Lle", step.Model).Fit(embedded);

        IDataView result = back.Transform(embedded);

        float[][] expected = [.. result.GetColumn<float[]>("Features")];
        float[][] actual = [.. result.GetColumn<float[]>("Back")];
        for (int row = 0; row < Rows; row++)
        {
            for (int slot = 0; slot < expected[row].Length; slot++)
            {
                Assert.AreEqual(expected[row][slot], actual[row][slot], 1e-6f);
            }
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        result.Schema["Back"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "Weight", "a", "b" }, names.DenseValues().Select(name => $"{name}").ToArray());
    }

    [TestMethod]
    public void A_saved_chain_gives_the_same_and_keeps_its_options()
    {
        var context = new MLContext(seed: 1);
        IDataView data = Named(context);
        var step = context.Transforms.LocallyLinearEmbedding("Lle", "Features", 2, 8).Fit(data);
        var options =
            new LleReconstructionOptions { Rule = LleReconstructionRule.LocalAffine, NumberOfNeighbors = 7, Regularization = 0.2 };
        var estimator = context.Transforms.LocallyLinearReconstruction("Back", "Lle", step.Model, options);
        options.NumberOfNeighbors = 3;
        var chain = step.Append(estimator.Fit(step.Transform(data)));
        IDataView unseen = Samples.View(context, Samples.Sheet(50, offset: 0.3f));
        unseen = Features(context).Fit(unseen).Transform(unseen);

        ITransformer reloaded = SavedModel.Reload(chain, data.Schema);

        float[][] expected = [.. chain.Transform(unseen).GetColumn<float[]>("Back")];
        float[][] actual = [.. reloaded.Transform(unseen).GetColumn<float[]>("Back")];
        LleReconstructor by = step.Model.CreateReconstructor(
            new LleReconstructionOptions { Rule = LleReconstructionRule.LocalAffine, NumberOfNeighbors = 7, Regularization = 0.2 });
        float[][] coordinates = [.. step.Transform(unseen).GetColumn<float[]>("Lle")];
        double[] features = new double[3];
        for (int row = 0; row < 50; row++)
        {
            by.Reconstruct(coordinates[row], features);
            CollectionAssert.AreEqual(expected[row], actual[row]);
            CollectionAssert.AreEqual(Array.ConvertAll(features, value => (float)value), actual[row]);
        }
    }

    [TestMethod]
    public void Coordinates_that_are_not_finite_give_NaN()
    {
        var context = new MLContext(seed: 1);
        IDataView data = Named(context);
        LleModel model = context.Transforms.LocallyLinearEmbedding("Lle", "Features", 2, 8).Fit(data).Model;
        IDataView points = context.Data.LoadFromEnumerable(new[] { new Place { At = [float.NaN, 0] }, new Place { At = [0, 0] } });
        var step = context.Transforms.LocallyLinearReconstruction("Back", "At", model).Fit(points);
        float[][] back = [.. step.Transform(points).GetColumn<float[]>("Back")];
        Assert.IsTrue(Array.TrueForAll(back[0], float.IsNaN));
        Assert.IsTrue(Array.TrueForAll(back[1], float.IsFinite));
    }

    [TestMethod]
    public void What_cannot_go_back_is_refused()
    {
        var context = new MLContext(seed: 1);
        IDataView data = Named(context);
        LleModel model = context.Transforms.LocallyLinearEmbedding("Lle", "Features", 2, 8).Fit(data).Model;
        Assert.ThrowsExactly<ArgumentException>(() => context.Transforms.LocallyLinearReconstruction("", "Lle", model));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => context.Transforms.LocallyLinearReconstruction(
            "Back", "Lle", model, new LleReconstructionOptions { NumberOfNeighbors = 0 }));
        IDataView wide = context.Data.LoadFromEnumerable(new[] { new Wide { Lle = [1, 2, 3] } });
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => context.Transforms.LocallyLinearReconstruction("Back", "Lle", model).Fit(wide)).Message,
            "expected Vector<Single, 2> or Vector<Double, 2>, got Vector<Single, 3>");
    }

    private static IDataView Named(MLContext context)
    {
        IDataView data = Samples.View(context, Samples.Sheet(Rows));
        return Features(context).Fit(data).Transform(data);
    }

    /// <summary>Three features with names: one column by itself, and two that are parts of the sheet.</summary>
    private static EstimatorChain<ColumnConcatenatingTransformer> Features(MLContext context) => context.Transforms
        .CustomMapping<Sample, Parts>((row, parts) => (parts.A, parts.B) = (row.Features[0], row.Features[1]), null)
        .Append(context.Transforms.CopyColumns("a", nameof(Parts.A)))
        .Append(context.Transforms.CopyColumns("b", nameof(Parts.B)))
        .Append(context.Transforms.Concatenate("Features", nameof(Sample.Weight), "a", "b"));

    private sealed class Parts
    {
        public float A { get; set; }

        public float B { get; set; }
    }

    private sealed class Place
    {
        [VectorType(2)]
        public float[] At { get; set; } = [];
    }

    private sealed class Wide
    {
        [VectorType(3)]
        public float[] Lle { get; set; } = [];
    }
}
