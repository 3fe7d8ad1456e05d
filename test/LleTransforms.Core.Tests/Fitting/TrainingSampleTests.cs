using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Fitting;

/// <summary>A limit on training rows: a sample is fitted, and no row is lost.</summary>
[TestClass]
public sealed class TrainingSampleTests
{
    private const int NumberOfRows = 700;
    private const int SampleSize = 250;

    private static readonly double[,] Rows = Manifolds.SwissRoll(NumberOfRows, 3).Rows;

    [TestMethod]
    public void Every_row_has_the_coordinates_that_its_features_are_placed_at()
    {
        LleModel model = Fit(SampleSize);
        FeatureMatrix placed = model.Transform(FeatureMatrix.FromArray(Rows));

        Assert.AreEqual(NumberOfRows, model.NumberOfTrainingRows);
        Assert.AreEqual(SampleSize, model.NumberOfHeldRows);
        for (int row = 0; row < NumberOfRows; row++)
        {
            CollectionAssert.AreEqual(model.Coordinates(row).ToArray().Select(value => (float)value).ToArray(), placed.Row(row).ToArray());
        }
    }

    [TestMethod]
    public void The_sample_is_fitted_as_if_there_were_no_other_rows()
    {
        LleModel model = Fit(SampleSize);
        int[] drawn = [.. Enumerable.Range(0, NumberOfRows).Where(row => IsHeld(model, row))];
        LleModel alone = LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromArray(ArrayRows.FromRows([.. drawn.Select(row => Rows.Row(row))])), Options(null));

        Assert.HasCount(SampleSize, drawn);
        Assert.AreEqual(alone.ReconstructionError, model.ReconstructionError, 1e-6 * alone.ReconstructionError);
    }

    [TestMethod]
    public void Threads_do_not_change_a_bit_and_seeds_draw_other_rows()
    {
        byte[] one = Saved(Fit(SampleSize, threads: 1));

        CollectionAssert.AreEqual(one, Saved(Fit(SampleSize, threads: 2)));
        CollectionAssert.AreNotEqual(one, Saved(Fit(SampleSize, seed: 1)));
    }

    [TestMethod]
    public void A_limit_that_is_not_reached_changes_nothing() =>
        CollectionAssert.AreEqual(Saved(Fit(null)), Saved(Fit(NumberOfRows)));

    [TestMethod]
    public void Equal_rows_count_once_and_share_coordinates()
    {
        double[,] twice = ArrayRows.Stack(Rows, Rows);
        LleModel model = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(twice), Options(SampleSize));
        LleModel loaded = LleModel.Load(new MemoryStream(Saved(model)));

        Assert.AreEqual(SampleSize, model.NumberOfHeldRows);
        for (int row = 0; row < NumberOfRows; row++)
        {
            CollectionAssert.AreEqual(model.Coordinates(row).ToArray(), model.Coordinates(NumberOfRows + row).ToArray());
            CollectionAssert.AreEqual(model.Coordinates(row).ToArray(), loaded.Coordinates(NumberOfRows + row).ToArray());
        }
    }

    [TestMethod]
    public void A_sample_and_landmarks_go_together()
    {
        LleOptions options = Options(SampleSize);
        options.NumberOfLandmarks = 80;
        options.PlaceAmongLandmarks = true;
        LleModel model = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(Rows), options);
        FeatureMatrix placed = model.Transform(FeatureMatrix.FromArray(Rows));

        Assert.AreEqual(80, model.NumberOfHeldRows);
        for (int row = 0; row < NumberOfRows; row++)
        {
            CollectionAssert.AreEqual(model.Coordinates(row).ToArray().Select(value => (float)value).ToArray(), placed.Row(row).ToArray());
        }
    }

    [TestMethod]
    public void Labels_follow_the_sample()
    {
        int[] labels = [.. Enumerable.Range(0, NumberOfRows).Select(row => Rows[row, 1] < 10 ? 3 : 8)];
        LleOptions options = Options(SampleSize);
        options.SupervisionStrength = 1;

        LleModel model = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(Rows), labels, options);

        Assert.HasCount(2, model.PartSizes);
        Assert.AreEqual(SampleSize, model.PartSizes.Sum());
    }

    [TestMethod]
    public void A_linear_method_fits_the_sample_and_projects_all()
    {
        LleOptions options = Options(SampleSize);
        options.Method = LleMethod.NeighborhoodPreservingEmbedding;
        LleModel model = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(Rows), options);

        Assert.AreEqual(NumberOfRows, model.NumberOfTrainingRows);
        Assert.AreEqual(0, model.NumberOfHeldRows);
        Assert.IsTrue(float.IsFinite(model.Transform(FeatureMatrix.FromArray(Rows)).Row(NumberOfRows - 1)[0]));
    }

    [TestMethod]
    public void A_limit_too_small_for_the_neighbours_is_refused()
    {
        LleOptions options = Options(11);

        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(options.Validate);

        StringAssert.Contains(error.Message, "MaximumNumberOfTrainingRows is 11, but must be at least 12");
    }

    private static LleOptions Options(int? most) =>
        new() { NumberOfComponents = 2, NumberOfNeighbors = 10, MaximumNumberOfTrainingRows = most };

    private static LleModel Fit(int? most, int? threads = null, int? seed = null)
    {
        LleOptions options = Options(most);
        options.NumberOfThreads = threads;
        options.Seed = seed;
        return LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(Rows), options);
    }

    private static bool IsHeld(LleModel model, int row)
    {
        try
        {
            return model.ExplainTrainingRow(row).TrainingRows.Count > 0;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static byte[] Saved(LleModel model)
    {
        var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
