using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Training;

/// <summary>A fitted step grows by new rows, and a refit takes the axes of a step that was saved.</summary>
[TestClass]
public sealed class GrowthTests
{
    private const int Known = 300, Added = 30;

    private static readonly IReadOnlyList<Sample> _all = Samples.Sheet(Known + Added);

    [TestMethod]
    public void A_step_grows_by_new_rows_and_is_saved_as_any()
    {
        var context = new MLContext(1);
        LocallyLinearEmbeddingEstimator step = Step(context, options => options.KeepsGraph = true);
        LocallyLinearEmbeddingTransformer fitted = step.Fit(View(context, 0, Known));
        LocallyLinearEmbeddingTransformer grown = step.Fit(View(context, Known, Added), SavedAndLoaded(context, fitted));
        LleModel direct = fitted.Model.Extend(
            FeatureMatrix.FromRowMajor([.. _all.Skip(Known).SelectMany(sample => sample.Features)], Added, Sample.Width),
            new LleOptions { NumberOfComponents = 2, KeepsGraph = true, Seed = 1 }).Model;

        Assert.AreEqual(Known + Added, grown.Model.NumberOfTrainingRows);
        Assert.IsTrue(grown.Model.HoldsGraph);
        float[][] placed = Coordinates(SavedAndLoaded(context, grown), View(context, 0, Known + Added));
        for (int row = 0; row < Known + Added; row++)
        {
            CollectionAssert.AreEqual(direct.Coordinates(row).ToArray(), grown.Model.Coordinates(row).ToArray());
            Assert.AreEqual((float)direct.Coordinates(row)[1], placed[row][1]);
        }

        Assert.AreEqual(Known, fitted.Model.NumberOfTrainingRows);
    }

    [TestMethod]
    public void A_step_of_other_options_does_not_grow()
    {
        var context = new MLContext(1);
        LocallyLinearEmbeddingTransformer fitted = Step(context).Fit(View(context, 0, Known));

        Exception refused = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            Step(context, options => options.NumberOfNeighbors = 9).Fit(View(context, Known, Added), fitted));
        StringAssert.Contains(refused.Message, "NumberOfNeighbors is 9, but must be 12, as it was for the model that grows");
        Assert.AreEqual(
            Known + Added,
            Step(context, options => options.NumberOfNeighbors = null).Fit(View(context, Known, Added), fitted).Model.NumberOfTrainingRows);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Step(context, options =>
        {
            options.AlignTo = fitted;
            options.NumberOfComponents = 3;
        }));
    }

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding)]
    public void A_refit_takes_the_axes_of_the_step_that_it_is_told(LleMethod method)
    {
        var context = new MLContext(1);
        LocallyLinearEmbeddingTransformer fitted = Step(context, options => options.Method = method).Fit(View(context, 0, Known));
        float[][] before = Coordinates(fitted, View(context, 0, Known));
        IDataView all = View(context, 0, Known + Added);
        var refit = Step(context, options => options.Method = method).Fit(all);
        var aligned = Step(context, options =>
        {
            options.Method = method;
            options.AlignTo = SavedAndLoaded(context, fitted);
        }).Fit(all);

        double moved = Moved(before, Coordinates(aligned, View(context, 0, Known)));
        Assert.IsInRange(0, Moved(before, Coordinates(refit, View(context, 0, Known))) + 1e-6, moved);
        Assert.IsInRange(0, 0.3, moved);
        Assert.AreEqual(refit.Model.ReconstructionError, aligned.Model.ReconstructionError);
    }

    [TestMethod]
    public void A_refit_takes_those_of_more_eigenvectors_that_come_nearest()
    {
        var context = new MLContext(1);
        LocallyLinearEmbeddingTransformer fitted = Step(context).Fit(View(context, 0, Known));
        IDataView all = View(context, 0, Known + Added);
        LocallyLinearEmbeddingTransformer Refit(int? eigenvectors) => Step(context, options =>
        {
            options.AlignTo = fitted;
            options.NumberOfAlignmentEigenvectors = eigenvectors;
        }).Fit(all);
        float[][] before = Coordinates(fitted, View(context, 0, Known));
        double Movement(int? eigenvectors) => Moved(before, Coordinates(Refit(eigenvectors), View(context, 0, Known)));

        Assert.AreEqual(2, Refit(5).Model.NumberOfComponents);
        Assert.AreEqual(Movement(null), Movement(2));
        Assert.IsInRange(0, 0.3, Movement(5));

        // The first two cost least of all combinations of five.
        double least = Refit(null).Model.ReconstructionError;
        Assert.IsInRange(0.9999 * least, 1000 * least, Refit(5).Model.ReconstructionError);
        Assert.AreNotEqual(Refit(null).Model.Coordinates(0)[0], Refit(5).Model.Coordinates(0)[0]);
    }

    /// <summary>A fit by three neighbours has little to do with one by twelve.</summary>
    [TestMethod]
    [DataRow(12, false)]
    [DataRow(3, true)]
    public void A_refit_warns_where_a_coordinate_is_hardly_explained(int neighbors, bool warns)
    {
        var context = new MLContext(1);
        LocallyLinearEmbeddingTransformer fitted = Step(context).Fit(View(context, 0, Known));
        var said = new List<string>();
        Step(context, options =>
        {
            options.AlignTo = fitted;
            options.NumberOfNeighbors = neighbors;
            options.Progress = new Hearing(report =>
            {
                if (report is { Severity: LleSeverity.Warning, Message: string message })
                {
                    said.Add(message);
                }
            });
        }).Fit(View(context, 0, Known));

        Assert.AreEqual(warns, said.Any(message => message.StartsWith(
            "A trainer of the reference's coordinates may lose by it: less than 0.95 of the variance", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Eigenvectors_without_a_step_to_align_to_or_fewer_than_components_are_refused()
    {
        var context = new MLContext(1);
        LocallyLinearEmbeddingTransformer fitted = Step(context).Fit(View(context, 0, Known));

        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Step(context, options => options.NumberOfAlignmentEigenvectors = 5)).Message,
            "NumberOfAlignmentEigenvectors is 5, but AlignTo is null");
        foreach (int eigenvectors in (int[])[1, 10_001])
        {
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Step(context, options =>
                {
                    options.AlignTo = fitted;
                    options.NumberOfAlignmentEigenvectors = eigenvectors;
                })).Message,
                $"NumberOfAlignmentEigenvectors is {eigenvectors}, but must be from 2, which NumberOfComponents is, to 10000");
        }
    }

    private static double Moved(float[][] before, float[][] after) => Math.Sqrt(
        before.Zip(after, (one, other) => one.Zip(other, (a, b) => (a - b) * (double)(a - b)).Sum()).Average());

    private static LocallyLinearEmbeddingEstimator Step(MLContext context, Action<LocallyLinearEmbeddingOptions>? change = null)
    {
        var options = new LocallyLinearEmbeddingOptions { NumberOfComponents = 2 };
        change?.Invoke(options);
        return context.Transforms.LocallyLinearEmbedding(options);
    }

    private static IDataView View(MLContext context, int start, int count) => Samples.View(context, _all.Skip(start).Take(count));

    private static float[][] Coordinates(LocallyLinearEmbeddingTransformer step, IDataView data) =>
        [.. step.Transform(data).GetColumn<float[]>("Lle")];

    private static LocallyLinearEmbeddingTransformer SavedAndLoaded(MLContext context, LocallyLinearEmbeddingTransformer step)
    {
        using var stream = new MemoryStream();
        context.Model.Save(step, View(context, 0, 1).Schema, stream);
        stream.Position = 0;
        ITransformer loaded = context.Model.Load(stream, out _);
        return loaded as LocallyLinearEmbeddingTransformer
            ?? ((IEnumerable<ITransformer>)loaded).OfType<LocallyLinearEmbeddingTransformer>().Single();
    }

    private sealed class Hearing(Action<LleProgress> hears) : IProgress<LleProgress>
    {
        public void Report(LleProgress value) => hears(value);
    }
}
