using System.Runtime.InteropServices;
using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Updating;

/// <summary>Rows that are removed are in no byte of the model, and the others stay where they were.</summary>
[TestClass]
public sealed class WithoutTests
{
    private const int Count = 300;

    private static readonly double[,] _roll = Rows.Roll(Count);

    [TestMethod]
    [DataRow(LleMethod.Standard, false)]
    [DataRow(LleMethod.Standard, true)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, true)]
    public void Removed_rows_are_gone_from_the_file_and_others_keep_their_coordinates(LleMethod method, bool keepsGraph)
    {
        LleModel model = Fit(_roll, options => (options.Method, options.KeepsGraph) = (method, keepsGraph));
        LleModel smaller = model.Without([5, 299, 17, 5]);
        byte[] before = Rows.Save(model), after = Rows.Save(smaller);
        FeatureMatrix rows = Rows.Single(_roll, 0, Count);

        foreach (int row in (int[])[5, 17, 299])
        {
            Assert.IsTrue(Holds(before, FeaturesOf(model, row)));
            Assert.IsTrue(Holds(before, MemoryMarshal.AsBytes(model.Coordinates(row))));
            Assert.IsFalse(Holds(after, FeaturesOf(model, row)));
            Assert.IsFalse(Holds(after, MemoryMarshal.AsBytes(model.Coordinates(row))));
            Assert.AreEqual(-1, smaller.FindTrainingRow(rows.Row(row)));
        }

        Assert.AreEqual(Count - 3, smaller.NumberOfTrainingRows);
        CollectionAssert.AreEqual(new[] { Count - 3 }, smaller.PartSizes.ToArray());
        int number = 0;
        foreach (int row in Enumerable.Range(0, Count).Except([5, 17, 299]))
        {
            Assert.AreEqual(number, smaller.FindTrainingRow(rows.Row(row)));
            CollectionAssert.AreEqual(model.Coordinates(row).ToArray(), smaller.Coordinates(number).ToArray());
            number++;
        }

        CollectionAssert.AreEqual(after, Rows.Save(Rows.Load(after)));
        float[] placed = new float[2];
        smaller.Transform(rows.Row(5), placed);
        Assert.IsTrue(float.IsFinite(placed[0]));
    }

    [TestMethod]
    public void The_graph_that_is_left_is_that_of_the_rows_that_are_left()
    {
        LleModel model = Fit(_roll, options => options.KeepsGraph = true);
        int[] removed = [.. Enumerable.Range(100, 30)];
        LleModel smaller = model.Without(removed);
        LleModel fresh = Fit(
            ArrayRows.FromRows([.. Enumerable.Range(0, Count).Except(removed).Select(row => _roll.Row(row))]),
            options => options.KeepsGraph = true);

        CollectionAssert.AreEqual(fresh.Content.Graph!.Indices, smaller.Content.Graph!.Indices);
        FeatureMatrix added = Rows.Single(Rows.Roll(Count + 20), Count, 20);
        Assert.IsInRange(0, 1e-4, Rows.Angle(smaller.Extend(added).Model, fresh.Extend(added).Model));
    }

    [TestMethod]
    public void An_equal_row_that_stays_keeps_the_features_until_it_goes_too()
    {
        double[,] twice = ArrayRows.Stack(_roll, ArrayRows.FromRows([_roll.Row(0), _roll.Row(1)]));
        LleModel model = Fit(twice, options => options.KeepsGraph = true);
        LleModel one = model.Without([0]);
        LleModel none = one.Without([Count - 1]);
        FeatureMatrix rows = Rows.Single(_roll, 0, Count);

        Assert.AreEqual(Count + 1, one.NumberOfTrainingRows);
        Assert.AreEqual(Count, one.NumberOfHeldRows);
        Assert.AreEqual(Count - 1, one.FindTrainingRow(rows.Row(0)));
        CollectionAssert.AreEqual(model.Coordinates(0).ToArray(), one.Coordinates(Count - 1).ToArray());
        Assert.AreEqual(-1, none.FindTrainingRow(rows.Row(0)));
        Assert.IsFalse(Holds(Rows.Save(none), FeaturesOf(model, 0)));
        CollectionAssert.AreEqual(Rows.Save(none), Rows.Save(Rows.Load(Rows.Save(none))));
        CollectionAssert.AreEqual(model.Coordinates(1).ToArray(), none.Coordinates(none.FindTrainingRow(rows.Row(1))).ToArray());

        // Once no row is double, the rows stand in the file in their own order.
        LleModel single = none.Without([0]);
        Assert.AreEqual(single.NumberOfTrainingRows, single.NumberOfHeldRows);
        Assert.IsNull(single.Content.Rows!.DistinctIndex);
        CollectionAssert.AreEqual(Rows.Save(single), Rows.Save(Rows.Load(Rows.Save(single))));
    }

    [TestMethod]
    public void Samples_landmarks_and_linear_methods_lose_what_they_hold()
    {
        LleModel sampled = Fit(_roll, options => options.MaximumNumberOfTrainingRows = 120);
        LleModel landmarks = Fit(_roll, options => (options.NumberOfLandmarks, options.PlaceAmongLandmarks) = (120, true));
        foreach (LleModel model in (LleModel[])[sampled, landmarks])
        {
            LleModel smaller = Rows.Load(Rows.Save(model.Without([.. Enumerable.Range(0, 50)])));
            Assert.AreEqual(250, smaller.NumberOfTrainingRows);
            Assert.IsInRange(71, 119, smaller.NumberOfHeldRows);
            for (int row = 50; row < Count; row++)
            {
                CollectionAssert.AreEqual(model.Coordinates(row).ToArray(), smaller.Coordinates(row - 50).ToArray());
            }
        }

        LleModel linear = Fit(_roll, options => options.Method = LleMethod.NeighborhoodPreservingEmbedding);
        LleModel less = Rows.Load(Rows.Save(linear.Without([1, 2])));
        Assert.AreEqual(298, less.NumberOfTrainingRows);
        CollectionAssert.AreEqual(linear.Content.Projection!.Axes, less.Content.Projection!.Axes);
    }

    [TestMethod]
    public void Too_few_that_stay_and_unknown_rows_are_refused()
    {
        LleModel model = Fit(_roll, _ => { });
        LleModel ofDistances = LocallyLinearEmbedding.Fit(
            DistanceTables.Euclidean(_roll), new LleOptions { NumberOfComponents = 2, Metric = LleMetric.Precomputed });

        Assert.AreEqual(13, model.Without([.. Enumerable.Range(0, Count - 13)]).NumberOfTrainingRows);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.Without([.. Enumerable.Range(0, Count - 12)])).Message,
            "12 training rows would be left, but a model of 12 neighbours needs 13 at least.");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Without([Count]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Without([-1]));
        Assert.ThrowsExactly<InvalidOperationException>(() => ofDistances.Without([0]));
        CollectionAssert.AreEqual(Rows.Save(model), Rows.Save(model.Without([])));
    }

    private static LleModel Fit(double[,] rows, Action<LleOptions> change)
    {
        var options = new LleOptions { NumberOfComponents = 2 };
        change(options);
        return LocallyLinearEmbedding.Fit(Rows.Single(rows, 0, rows.GetLength(0)), options);
    }

    private static ReadOnlySpan<byte> FeaturesOf(LleModel model, int row)
    {
        int held = model.Content.Rows!.DistinctIndex?[row] ?? row;
        return MemoryMarshal.AsBytes(model.Content.Rows.Features.Row(held));
    }

    private static bool Holds(byte[] bytes, ReadOnlySpan<byte> wanted) => bytes.AsSpan().IndexOf(wanted) >= 0;
}
