using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Updating;

/// <summary>A model of more components than the reference takes those combinations that come nearest to it.</summary>
[TestClass]
public sealed class NearestCombinationTests
{
    private const int N = 300, Found = 5;

    private static readonly FeatureMatrix _rows = Manifolds.SmoothMap(N, 1).Features;
    private static readonly FeatureMatrix _unseen = Manifolds.SmoothMap(40, 9).Features;

    [TestMethod]
    [DataRow(LleMethod.Standard, LleAlignmentKind.Orthogonal, 1)]
    [DataRow(LleMethod.Standard, LleAlignmentKind.Similarity, 2.5)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, LleAlignmentKind.Orthogonal, 1)]
    [DataRow(LleMethod.Standard, LleAlignmentKind.Linear, 1)]
    public void Combinations_that_are_there_are_found(LleMethod method, LleAlignmentKind kind, double scale)
    {
        LleModel model = Fit(method);
        (float[,] wanted, float[] unseen) = Combined(model, scale);
        LleAlignment alignment = model.AlignTo(FeatureMatrix.FromArray(wanted), kind: kind);

        Assert.AreEqual(2, alignment.Model.NumberOfComponents);
        Assert.AreEqual(scale, alignment.Scale, 1e-5);
        Assert.IsInRange(0, 1e-5, alignment.MovementAfter);
        Assert.IsGreaterThan(0.5, alignment.MovementBefore);
        for (int row = 0; row < N; row++)
        {
            Assert.AreEqual(wanted[row, 0], alignment.Model.Coordinates(row)[0], 1e-4);
            Assert.AreEqual(wanted[row, 1], alignment.Model.Coordinates(row)[1], 1e-4);
        }

        float[] placed = Flat(alignment.Model.Transform(_unseen));
        for (int i = 0; i < placed.Length; i++)
        {
            Assert.AreEqual(unseen[i], placed[i], 1e-4);
        }
    }

    /// <summary>What they cost: half of columns 1 and 3 each for the first, column 4 for the second.</summary>
    [TestMethod]
    public void Eigenvalues_are_those_of_the_combinations()
    {
        LleModel model = Fit(LleMethod.Standard);
        LleModel aligned = model.AlignTo(FeatureMatrix.FromArray(Combined(model, 1).Wanted)).Model;

        Assert.HasCount(2, aligned.Eigenvalues);
        Assert.AreEqual((model.Eigenvalues[1] + model.Eigenvalues[3]) / 2, aligned.Eigenvalues[0], 1e-4 * model.Eigenvalues[3]);
        Assert.AreEqual(model.Eigenvalues[4], aligned.Eigenvalues[1], 1e-4 * model.Eigenvalues[4]);
    }

    /// <summary>No turn brings combinations of another length and direction there, but a linear map.</summary>
    [TestMethod]
    public void A_linear_map_finds_any_combination_and_what_it_costs()
    {
        LleModel model = Fit(LleMethod.Standard);
        FeatureMatrix coordinates = model.Transform(_rows), unseen = model.Transform(_unseen);
        float[,] wanted = new float[N, 2];
        for (int row = 0; row < N; row++)
        {
            (wanted[row, 0], wanted[row, 1]) = Combine(coordinates, row);
        }

        LleAlignment linear = model.AlignTo(FeatureMatrix.FromArray(wanted), kind: LleAlignmentKind.Linear);
        LleAlignment turned = model.AlignTo(FeatureMatrix.FromArray(wanted));
        FeatureMatrix placed = Rows.Load(Rows.Save(linear.Model)).Transform(_unseen);

        Assert.AreEqual(1, linear.SmallestExplainedShare, 1e-9);
        Assert.AreEqual(1, linear.Scale);
        Assert.IsInRange(0, 0.9, turned.SmallestExplainedShare);
        double cost = (9.25 * model.Eigenvalues[0]) + (4 * model.Eigenvalues[3]) + model.Eigenvalues[4];
        Assert.AreEqual(cost, linear.Model.ReconstructionError, 1e-4 * cost);
        for (int row = 0; row < placed.NumberOfRows; row++)
        {
            Assert.AreEqual(Combine(unseen, row).First, placed.Row(row)[0], 1e-3);
            Assert.AreEqual(Combine(unseen, row).Second, placed.Row(row)[1], 1e-3);
        }

        static (float First, float Second) Combine(FeatureMatrix y, int row) =>
            ((3 * y.Row(row)[0]) + (2 * y.Row(row)[3]), (0.5f * y.Row(row)[0]) - y.Row(row)[4]);
    }

    [TestMethod]
    public void The_least_explained_coordinate_is_told()
    {
        LleModel model = Fit(LleMethod.Standard);
        float[,] wanted = new float[N, 2];
        var random = new Random(5);
        for (int row = 0; row < N; row++)
        {
            wanted[row, 0] = (float)model.Coordinates(row)[2];
            wanted[row, 1] = (float)(model.Coordinates(row)[3] + ((random.NextDouble() - 0.5) * Math.Sqrt(12)));
        }

        LleAlignment alignment = model.AlignTo(FeatureMatrix.FromArray(wanted), kind: LleAlignmentKind.Linear);

        // Half of the variance of the second is noise.
        Assert.AreEqual(0.5, alignment.SmallestExplainedShare, 0.1);
        StringAssert.Contains(alignment.ToString(), "of each coordinate's variance at least 0.");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.AlignTo(
                FeatureMatrix.FromArray(new float[Found, 2]), kind: LleAlignmentKind.Linear)).Message,
            "There are 5 shared rows, but axes of 5 coordinates need 6 at least.");
    }

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding)]
    public void They_come_nearer_to_a_fit_of_other_rows_than_the_first_ones_do_and_are_saved(LleMethod method)
    {
        FeatureMatrix some = Manifolds.SmoothMap(N, 1).Slice(0, 240).Features;
        LleModel before = LocallyLinearEmbedding.Fit(some, Options(method, 2));
        LleAlignment few = LocallyLinearEmbedding.Fit(_rows, Options(method, 2)).AlignTo(before, some);
        LleAlignment more = Fit(method).AlignTo(before, some);
        LleAlignment linear = Fit(method).AlignTo(before, some, LleAlignmentKind.Linear);
        LleModel loaded = Rows.Load(Rows.Save(more.Model));

        Assert.AreEqual(2, loaded.NumberOfComponents);
        Assert.IsInRange(0, 0.999 * few.MovementAfter, more.MovementAfter);
        Assert.IsInRange(0, more.MovementAfter, linear.MovementAfter);
        Assert.IsInRange(1 - (2 * linear.MovementAfter * linear.MovementAfter), 1, linear.SmallestExplainedShare);
        CollectionAssert.AreEqual(Flat(more.Model.Transform(_unseen)), Flat(loaded.Transform(_unseen)));
        CollectionAssert.AreEqual(more.Model.Eigenvalues.ToArray(), loaded.Eigenvalues.ToArray());
        if (method == LleMethod.Standard)
        {
            AssertWhite(loaded);
        }
    }

    private static void AssertWhite(LleModel model)
    {
        double[] moments = new double[3];
        for (int row = 0; row < N; row++)
        {
            (double x, double y) = (model.Coordinates(row)[0], model.Coordinates(row)[1]);
            (moments[0], moments[1], moments[2]) = (moments[0] + (x * x / N), moments[1] + (y * y / N), moments[2] + (x * y / N));
        }

        Assert.AreEqual(1, moments[0], 1e-6);
        Assert.AreEqual(1, moments[1], 1e-6);
        Assert.AreEqual(0, moments[2], 1e-6);
    }

    /// <summary>(y1 + y3) / sqrt 2 and -y4, of training rows and of unseen ones.</summary>
    private static (float[,] Wanted, float[] Unseen) Combined(LleModel model, double scale)
    {
        float[,] wanted = new float[N, 2];
        for (int row = 0; row < N; row++)
        {
            ReadOnlySpan<double> y = model.Coordinates(row);
            wanted[row, 0] = (float)(scale * (y[1] + y[3]) / Math.Sqrt(2));
            wanted[row, 1] = (float)(-scale * y[4]);
        }

        FeatureMatrix placed = model.Transform(_unseen);
        float[] unseen = [.. Enumerable.Range(0, placed.NumberOfRows).SelectMany(row => new[]
        {
            (float)(scale * (placed.Row(row)[1] + placed.Row(row)[3]) / Math.Sqrt(2)), (float)(-scale * placed.Row(row)[4]),
        })];
        return (wanted, unseen);
    }

    private static float[] Flat(FeatureMatrix rows) =>
        [.. Enumerable.Range(0, rows.NumberOfRows).SelectMany(row => rows.Row(row).ToArray())];

    private static LleModel Fit(LleMethod method) => LocallyLinearEmbedding.Fit(_rows, Options(method, Found));

    private static LleOptions Options(LleMethod method, int components) =>
        new() { Method = method, NumberOfComponents = components, NumberOfNeighbors = 12 };
}
