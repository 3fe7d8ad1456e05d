using LleTransforms.Core.Tests.TestData;
using LleTransforms.Placement;

namespace LleTransforms.Core.Tests.Updating;

/// <summary>A model in the axes of another embedding: coordinates, placement and file go along.</summary>
[TestClass]
public sealed class AlignmentTests
{
    private const int D = 2;

    private static readonly ManifoldSample _roll = Manifolds.SwissRoll(300, 1);
    private static readonly FeatureMatrix _held = Manifolds.SwissRoll(40, 9).Features;

    /// <summary>A quarter turn and a mirror: x becomes y, y becomes x. With a scale it is moved by 3 and -1, too.</summary>
    private static (double X, double Y) Turned((double X, double Y) place, double scale) =>
        scale == 1 ? (place.Y, place.X) : ((scale * place.Y) + 3, (scale * place.X) - 1);

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment)]
    [DataRow(LleMethod.Modified)]
    public void A_turn_is_undone_for_shared_rows_and_all_others(LleMethod method)
    {
        LleModel model = Fit(_roll.Features, method);
        int[] rows = [7, 3, 250, 100, 99];
        LleAlignment alignment = model.AlignTo(Reference(model, rows, 1), rows);

        Assert.AreEqual(5, alignment.NumberOfSharedRows);
        Assert.IsTrue(alignment.SharesTrainingRows);
        Assert.AreEqual(1, alignment.Scale);
        Assert.IsInRange(0, 1e-6, alignment.MovementAfter);
        Assert.AreEqual(MovementByHand(model, rows), alignment.MovementBefore, 1e-6);
        for (int row = 0; row < model.NumberOfTrainingRows; row++)
        {
            AssertTurned(model.Coordinates(row), alignment.Model.Coordinates(row), 1);
        }
    }

    [TestMethod]
    public void A_similarity_finds_the_scale_and_an_orthogonal_map_leaves_it()
    {
        LleModel model = Fit(_roll.Features);
        FeatureMatrix reference = Reference(model, [.. Enumerable.Range(0, 300)], 2.5);

        LleAlignment scaled = model.AlignTo(reference, kind: LleAlignmentKind.Similarity);
        LleAlignment turned = model.AlignTo(reference);

        Assert.AreEqual(2.5, scaled.Scale, 1e-6);
        Assert.IsInRange(0, 1e-6, scaled.MovementAfter);
        AssertTurned(model.Coordinates(200), scaled.Model.Coordinates(200), 2.5);
        Assert.AreEqual(1, turned.Scale);

        // Coordinates of unit variance are 1.5 short of where they should be, and 3 and -1 beside. The spread is 2.5 a coordinate.
        Assert.AreEqual(Math.Sqrt(((2 * 1.5 * 1.5) + 10) / (2 * 2.5 * 2.5)), turned.MovementAfter, 1e-2);
    }

    [TestMethod]
    public void Columns_of_unit_variance_stay_so_and_do_not_go_together()
    {
        LleModel model = Fit(_roll.Features);
        LleModel other = Fit(Manifolds.SCurve(300, 4).Features);
        LleModel aligned = model.AlignTo(Coordinates(other)).Model;

        double[,] moments = new double[D, D];
        for (int row = 0; row < 300; row++)
        {
            for (int i = 0; i < D; i++)
            {
                for (int j = 0; j < D; j++)
                {
                    moments[i, j] += aligned.Coordinates(row)[i] * aligned.Coordinates(row)[j] / 300;
                }
            }
        }

        Assert.AreNotEqual(model.Coordinates(0)[0], aligned.Coordinates(0)[0], 1e-3);
        Assert.AreEqual(1, moments[0, 0], 1e-6);
        Assert.AreEqual(1, moments[1, 1], 1e-6);
        Assert.AreEqual(0, moments[0, 1], 1e-6);
    }

    [TestMethod]
    [DataRow(LleMethod.Standard, null)]
    [DataRow(LleMethod.Modified, null)]
    [DataRow(LleMethod.Standard, 60)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding, null)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment, null)]
    public void Unseen_rows_and_training_rows_are_placed_in_the_new_axes(LleMethod method, int? landmarks)
    {
        var options = new LleOptions
        {
            NumberOfComponents = D, Method = method, NumberOfLandmarks = landmarks, PlaceAmongLandmarks = landmarks is not null,
        };
        LleModel model = LocallyLinearEmbedding.Fit(_roll.Features, options);
        FeatureMatrix placed = model.Transform(_roll.Features);
        float[,] turned = new float[300, D];
        for (int row = 0; row < 300; row++)
        {
            (turned[row, 0], turned[row, 1]) = (placed.Row(row)[1], placed.Row(row)[0]);
        }

        LleModel reference = TurnedModel(model);
        LleAlignment alignment = model.AlignTo(reference, _roll.Features);
        FeatureMatrix training = alignment.Model.Transform(_roll.Features);
        FeatureMatrix unseen = model.Transform(_held), aligned = alignment.Model.Transform(_held);

        Assert.AreEqual(model.HoldsTrainingRows, alignment.SharesTrainingRows);
        for (int row = 0; row < 300; row++)
        {
            Assert.AreEqual(turned[row, 0], training.Row(row)[0], 1e-5);
            Assert.AreEqual(turned[row, 1], training.Row(row)[1], 1e-5);
        }

        for (int row = 0; row < 40; row++)
        {
            AssertTurned([unseen.Row(row)[0], unseen.Row(row)[1]], [aligned.Row(row)[0], aligned.Row(row)[1]], 1);
        }
    }

    [TestMethod]
    public void A_graph_in_parts_is_turned_as_a_whole()
    {
        double[,] rows = new double[300, 3];
        Array.Copy(_roll.Rows, rows, rows.Length);
        for (int row = 150; row < 300; row++)
        {
            rows[row, 1] += 500;
        }

        LleModel model = Fit(FeatureMatrix.FromArray(rows));
        LleModel aligned = model.AlignTo(Reference(model, [.. Enumerable.Range(0, 10)], 1)).Model;

        Assert.HasCount(2, aligned.PartSizes);
        for (int row = 0; row < 300; row++)
        {
            AssertTurned(model.Coordinates(row), aligned.Coordinates(row), 1);
        }
    }

    [TestMethod]
    public void An_aligned_model_is_saved_loaded_and_explained_like_any()
    {
        LleModel model = Fit(_roll.Features);
        LleModel aligned = model.AlignTo(Reference(model, [1, 2, 3, 4], 1), [1, 2, 3, 4]).Model;
        using var stream = new MemoryStream();
        aligned.Save(stream);
        stream.Position = 0;
        LleModel loaded = LleModel.Load(stream);

        float[] row = _held.Row(0).ToArray();
        LleExplanation before = model.Explain(row), after = loaded.Explain(row);
        CollectionAssert.AreEqual(before.TrainingRows.ToArray(), after.TrainingRows.ToArray());
        CollectionAssert.AreEqual(before.Weights.ToArray(), after.Weights.ToArray());
        Assert.AreEqual(model.ReconstructionError, loaded.ReconstructionError);
        CollectionAssert.AreEqual(aligned.Coordinates(17).ToArray(), loaded.Coordinates(17).ToArray());
        FeatureMatrix placed = aligned.Transform(_held), again = loaded.Transform(_held);
        CollectionAssert.AreEqual(placed.Row(5).ToArray(), again.Row(5).ToArray());
    }

    [TestMethod]
    public void A_refit_is_brought_back_by_rows_that_both_fits_know()
    {
        // Single precision, so that a row is the same whatever rows stand beside it.
        FeatureMatrix all = Single(_roll);
        LleModel model = Fit(all);
        LleModel refit = Fit(Single(_roll.Slice(20, 280)));
        LleAlignment alignment = refit.AlignTo(model, all);

        Assert.AreEqual(280, alignment.NumberOfSharedRows);
        Assert.IsTrue(alignment.SharesTrainingRows);
        Assert.IsInRange(0, 0.35, alignment.MovementAfter);
        Assert.IsInRange(alignment.MovementAfter, 3, alignment.MovementBefore);
    }

    [TestMethod]
    public void Where_no_row_is_shared_both_place_what_is_given()
    {
        LleModel model = Fit(_roll.Features);
        LleModel other = Fit(Manifolds.SwissRoll(300, 2).Features);

        LleAlignment alignment = other.AlignTo(model, _held);

        Assert.IsFalse(alignment.SharesTrainingRows);
        Assert.AreEqual(40, alignment.NumberOfSharedRows);
        Assert.IsInRange(0, 1, alignment.MovementAfter);
    }

    [TestMethod]
    public void What_gives_no_axes_is_refused()
    {
        LleModel model = Fit(_roll.Features);
        LleModel three = LocallyLinearEmbedding.Fit(_roll.Features, new LleOptions { NumberOfComponents = 3 });
        LleModel linear = Fit(_roll.Features, LleMethod.NeighborhoodPreservingEmbedding);
        LleModel wide = Fit(Manifolds.SmoothMap(100, 1).Features);
        FeatureMatrix reference = Coordinates(model);

        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.AlignTo(Reference(model, [0, 1], 1), [0, 1])).Message,
            "There are 2 shared rows, but axes of 2 coordinates need 3 at least.");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.AlignTo(Coordinates(three))).Message,
            "3 coordinates, but the model gives 2");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.AlignTo(three, _roll.Features)).Message, "gives 3 coordinates");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => wide.AlignTo(model, _roll.Features)).Message, "takes 3 features");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.AlignTo(FeatureMatrix.FromArray(new float[5, 2]))).Message, "in one place");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.AlignTo(
                FeatureMatrix.FromArray(new float[,] { { 0, 1 }, { float.NaN, 1 }, { 2, 3 } }))).Message,
            "not finite");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.AlignTo(reference, [1, 2])).Message, "2 numbers of rows for 300");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.AlignTo(Reference(model, [0, 1, 2], 1), [0, 1, 300]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.AlignTo(reference, kind: (LleAlignmentKind)7));
        Assert.ThrowsExactly<InvalidOperationException>(() => linear.AlignTo(reference));
    }

    private static FeatureMatrix Single(ManifoldSample sample)
    {
        float[,] rows = new float[sample.Rows.GetLength(0), sample.Rows.GetLength(1)];
        for (int row = 0; row < rows.GetLength(0); row++)
        {
            for (int c = 0; c < rows.GetLength(1); c++)
            {
                rows[row, c] = (float)sample.Rows[row, c];
            }
        }

        return FeatureMatrix.FromArray(rows);
    }

    private static LleModel Fit(FeatureMatrix features, LleMethod method = LleMethod.Standard) =>
        LocallyLinearEmbedding.Fit(features, new LleOptions { NumberOfComponents = D, Method = method });

    /// <summary>The model in turned axes, made by hand.</summary>
    private static LleModel TurnedModel(LleModel model)
    {
        if (model.HoldsTrainingRows)
        {
            return model.AlignTo(Reference(model, [.. Enumerable.Range(0, 300)], 1)).Model;
        }

        var content = model.Content;
        double[] axes = [.. content.Projection!.Axes[3..], .. content.Projection.Axes[..3]];
        double[] intercept = [content.Projection.Intercept[1], content.Projection.Intercept[0]];
        var projection = new LinearProjection(axes, intercept);
        return new LleModel(content with { Projection = projection }, projection);
    }

    private static FeatureMatrix Reference(LleModel model, int[] rows, double scale)
    {
        double[,] reference = new double[rows.Length, D];
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<double> place = model.Coordinates(rows[i]);
            (reference[i, 0], reference[i, 1]) = Turned((place[0], place[1]), scale);
        }

        return FeatureMatrix.FromArray(reference);
    }

    private static FeatureMatrix Coordinates(LleModel model)
    {
        double[,] coordinates = new double[model.NumberOfTrainingRows, model.NumberOfComponents];
        for (int row = 0; row < model.NumberOfTrainingRows; row++)
        {
            for (int c = 0; c < model.NumberOfComponents; c++)
            {
                coordinates[row, c] = model.Coordinates(row)[c];
            }
        }

        return FeatureMatrix.FromArray(coordinates);
    }

    private static double MovementByHand(LleModel model, int[] rows)
    {
        (double X, double Y)[] own = [.. rows.Select(row => (model.Coordinates(row)[0], model.Coordinates(row)[1]))];
        (double X, double Y)[] reference = [.. own.Select(place => Turned(place, 1))];
        (double X, double Y) mean = (reference.Average(place => place.X), reference.Average(place => place.Y));
        return Math.Sqrt(own.Zip(reference, Squared).Sum() / reference.Sum(place => Squared(place, mean)));

        static double Squared((double X, double Y) a, (double X, double Y) b) => ((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y));
    }

    private static void AssertTurned(ReadOnlySpan<double> before, ReadOnlySpan<double> after, double scale)
    {
        (double x, double y) = Turned((before[0], before[1]), scale);
        Assert.AreEqual(x, after[0], 1e-5);
        Assert.AreEqual(y, after[1], 1e-5);
    }
}
