using System.Collections.Concurrent;
using LleTransforms.Core.Tests.TestData;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Updating;

/// <summary>A model that grows is what a fit of all rows gives, in the axes that it had.</summary>
[TestClass]
public sealed class ExtendTests
{
    private const int Known = 500, Added = 40;

    private static readonly double[,] _roll = Rows.Roll(Known + Added);

    [TestMethod]
    [DataRow(LleMethod.Standard, true)]
    [DataRow(LleMethod.Standard, false)]
    [DataRow(LleMethod.Convex, true)]
    [DataRow(LleMethod.Modified, true)]
    [DataRow(LleMethod.Hessian, true)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, true)]
    public void It_is_the_fit_of_all_rows(LleMethod method, bool keepsGraph)
    {
        LleOptions options = Options(keepsGraph);
        options.Method = method;
        LleModel model = LocallyLinearEmbedding.Fit(Rows.Single(_roll, 0, Known), options);
        LleAlignment grown = model.Extend(Rows.Single(_roll, Known, Added));
        LleModel full = LocallyLinearEmbedding.Fit(Rows.Single(_roll, 0, Known + Added), options);

        Assert.AreEqual(Known + Added, grown.Model.NumberOfTrainingRows);
        Assert.AreEqual(keepsGraph, grown.Model.HoldsGraph);
        Assert.IsInRange(0, 1e-4, Rows.Angle(grown.Model, full));
        Assert.AreEqual(full.ReconstructionError, grown.Model.ReconstructionError, 1e-3 * full.ReconstructionError);
        if (keepsGraph)
        {
            CollectionAssert.AreEqual(full.Content.Graph!.Indices, grown.Model.Content.Graph!.Indices);
        }
    }

    [TestMethod]
    public void Rows_keep_their_numbers_and_new_ones_have_the_next()
    {
        LleModel model = LocallyLinearEmbedding.Fit(Rows.Single(_roll, 0, Known), Options(true));
        LleAlignment grown = model.Extend(Rows.Single(_roll, Known, Added));
        FeatureMatrix all = Rows.Single(_roll, 0, Known + Added);

        for (int row = 0; row < Known + Added; row++)
        {
            Assert.AreEqual(row, grown.Model.FindTrainingRow(all.Row(row)));
            float[] placed = new float[2];
            grown.Model.Transform(all.Row(row), placed);
            Assert.AreEqual((float)grown.Model.Coordinates(row)[1], placed[1]);
        }

        // Aligned by hand: the fit of all rows, turned to the model, is as far from it.
        LleAlignment full = LocallyLinearEmbedding.Fit(all, Options(true)).AlignTo(Coordinates(model));
        Assert.AreEqual(Known, grown.NumberOfSharedRows);
        Assert.AreEqual(full.MovementAfter, grown.MovementAfter, 1e-4);
        Assert.AreEqual(full.Model.Coordinates(17)[0], grown.Model.Coordinates(17)[0], 1e-4);
    }

    [TestMethod]
    public void It_grows_again_after_it_was_saved()
    {
        LleModel model = LocallyLinearEmbedding.Fit(Rows.Single(_roll, 0, Known), Options(true));
        LleModel direct = model.Extend(Rows.Single(_roll, Known, 20)).Model.Extend(Rows.Single(_roll, Known + 20, 20)).Model;
        LleModel first = Rows.Load(Rows.Save(Rows.Load(Rows.Save(model)).Extend(Rows.Single(_roll, Known, 20)).Model));
        LleModel second = first.Extend(Rows.Single(_roll, Known + 20, 20)).Model;

        CollectionAssert.AreEqual(Rows.Save(direct), Rows.Save(second));
    }

    [TestMethod]
    [DataRow(LleMetric.Euclidean)]
    [DataRow(LleMetric.Hamming)]
    [DataRow(LleMetric.Jaccard)]
    public void Where_many_distances_tie_the_graph_is_that_of_all_rows(LleMetric metric)
    {
        double[,] grid = Rows.Grid(Known + Added, 6, 5);
        LleOptions options = Options(true);
        (options.Metric, options.NumberOfNeighbors) = (metric, 9);
        LleModel model = LocallyLinearEmbedding.Fit(Rows.Single(grid, 0, Known), options);
        LleModel grown = model.Extend(Rows.Single(grid, Known, Added)).Model;

        // The same rows in the same scale, searched at once.
        var features = grown.Content.Rows!.Features;
        var search = NeighborSearches.Create(
            features, LleNeighborSearch.Auto, metric, null, new FitContext());
        var graph = search.FindGraph(9, new FitContext());
        CollectionAssert.AreEqual(graph.Indices, grown.Content.Graph!.Indices);
        CollectionAssert.AreEqual(graph.SquaredDistances, grown.Content.Graph.SquaredDistances);
    }

    [TestMethod]
    public void Equal_rows_share_coordinates_whenever_they_come()
    {
        LleModel model = LocallyLinearEmbedding.Fit(Rows.Single(_roll, 0, Known), Options(true));
        double[,] added = ArrayRows.Stack(ArrayRows.Stack(Slice(7), Slice(Known)), ArrayRows.Stack(Slice(Known), Slice(8)));
        LleModel grown = model.Extend(Rows.Single(added, 0, 4)).Model;

        Assert.AreEqual(Known + 4, grown.NumberOfTrainingRows);
        Assert.AreEqual(Known + 1, grown.NumberOfHeldRows);
        CollectionAssert.AreEqual(grown.Coordinates(7).ToArray(), grown.Coordinates(Known).ToArray());
        CollectionAssert.AreEqual(grown.Coordinates(8).ToArray(), grown.Coordinates(Known + 3).ToArray());
        CollectionAssert.AreEqual(grown.Coordinates(Known + 1).ToArray(), grown.Coordinates(Known + 2).ToArray());
        Assert.AreEqual(Known + 1, grown.FindTrainingRow(Rows.Single(added, 2, 1).Row(0)));
        Assert.AreEqual(7, grown.FindTrainingRow(Rows.Single(added, 0, 1).Row(0)));
    }

    [TestMethod]
    public void A_table_of_known_rows_alone_adds_numbers_and_moves_nothing()
    {
        LleModel model = LocallyLinearEmbedding.Fit(Rows.Single(_roll, 0, Known), Options(true));
        LleAlignment grown = model.Extend(Rows.Single(_roll, 3, 5));

        Assert.AreEqual(Known + 5, grown.Model.NumberOfTrainingRows);
        Assert.IsInRange(0, 1e-4, grown.MovementAfter);
    }

    [TestMethod]
    public void Far_rows_find_room_and_all_keep_their_bits()
    {
        LleModel model = LocallyLinearEmbedding.Fit(Rows.Single(_roll, 0, Known), Options(true));
        double[,] far = new double[60, 3];
        for (int row = 0; row < 60; row++)
        {
            (far[row, 0], far[row, 1], far[row, 2]) = (400 + _roll[row, 0], _roll[row, 1], 5 * _roll[row, 2]);
        }

        LleModel grown = Rows.Load(Rows.Save(model.Extend(Rows.Single(far, 0, 60)).Model));
        Assert.IsGreaterThan(model.Content.Scaling.ScaleExponent, grown.Content.Scaling.ScaleExponent);
        FeatureMatrix known = Rows.Single(_roll, 0, Known);
        for (int row = 0; row < Known; row++)
        {
            Assert.AreEqual(row, grown.FindTrainingRow(known.Row(row)));
        }

        Assert.AreEqual(Known + 59, grown.FindTrainingRow(Rows.Single(far, 59, 1).Row(0)));
        Assert.HasCount(2, grown.PartSizes);
        far[0, 0] = 1e12;
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.Extend(Rows.Single(far, 0, 1))).Message, "a million times");
    }

    [TestMethod]
    public void A_part_of_its_own_may_come()
    {
        LleModel model = LocallyLinearEmbedding.Fit(Rows.Single(_roll, 0, Known), Options(true));
        double[,] apart = new double[60, 3];
        for (int row = 0; row < 60; row++)
        {
            (apart[row, 0], apart[row, 1], apart[row, 2]) = (_roll[row, 0], _roll[row, 1] + 90, _roll[row, 2]);
        }

        LleModel grown = model.Extend(Rows.Single(apart, 0, 60)).Model;
        LleModel full = LocallyLinearEmbedding.Fit(
            Rows.Single(ArrayRows.Stack(Head(Known), apart), 0, Known + 60), Options(true));

        // Two centroids are equally far from their mean, so that rounding decides which side of it each part is laid out on.
        CollectionAssert.AreEqual(full.PartSizes.ToArray(), grown.PartSizes.ToArray());
        Assert.IsInRange(0, 1e-4, Rows.Angle(grown, full, 0, Known));
        Assert.IsInRange(0, 1e-4, Rows.Angle(grown, full, Known, 60));
    }

    [TestMethod]
    public void Sparse_rows_grow_to_the_bits_of_dense_ones()
    {
        Documents documents = Documents.Create(260, 80, 8, 4, 1);
        FeatureMatrix sparse = documents.Sparse(always: true), dense = documents.Dense();
        LleOptions options = Options(true);
        LleModel ofSparse = LocallyLinearEmbedding.Fit(Part(documents, 0, 240, sparse: true), options);
        LleModel ofDense = LocallyLinearEmbedding.Fit(Part(documents, 0, 240, sparse: false), options);
        LleModel grown = Rows.Load(Rows.Save(ofSparse.Extend(Part(documents, 240, 20, sparse: true)).Model));
        LleModel other = ofDense.Extend(Part(documents, 240, 20, sparse: true)).Model;

        Assert.IsNotNull(grown.Content.Rows!.Features.Sparse);
        Assert.AreEqual(sparse.NumberOfRows, dense.NumberOfRows);
        CollectionAssert.AreEqual(other.Content.Rows!.Embedding, grown.Content.Rows.Embedding);
        Assert.AreEqual(255, grown.FindTrainingRow(sparse.Row(255)));
    }

    [TestMethod]
    public void By_angle_by_neighbour_descent_and_by_landmarks_the_graph_is_found_anew()
    {
        foreach (Action<LleOptions> change in (Action<LleOptions>[])
        [
            options => options.Metric = LleMetric.Cosine,
            options => options.NeighborSearch = LleNeighborSearch.Approximate,
            options => options.NumberOfLandmarks = 120,
        ])
        {
            LleOptions options = Options(true);
            change(options);
            LleModel model = LocallyLinearEmbedding.Fit(Rows.Single(_roll, 0, Known), options);
            LleModel grown = model.Extend(Rows.Single(_roll, Known, Added), options).Model;
            LleModel full = LocallyLinearEmbedding.Fit(Rows.Single(_roll, 0, Known + Added), options);

            Assert.AreEqual(options.NumberOfLandmarks, grown.NumberOfLandmarks);
            Assert.AreEqual(options.NumberOfLandmarks is not null, grown.HoldsGraph);
            Assert.IsInRange(0, 1e-3, Rows.Angle(grown, full));
        }
    }

    [TestMethod]
    public void The_iteration_begins_from_the_coordinates_and_ends_at_the_same_place()
    {
        double[,] rows = Manifolds.SmoothMap(1_500, 2).Rows;
        LleOptions options = Options(true);
        (options.NumberOfComponents, options.EigenSolver) = (4, LleEigenSolver.Iterative);
        LleModel model = LocallyLinearEmbedding.Fit(Rows.Single(rows, 0, 1_470), options);
        var said = new ConcurrentQueue<string>();
        var listener = new Listener(report => said.Enqueue(report.Message ?? string.Empty));
        LleModel grown = model.Extend(Rows.Single(rows, 1_470, 30), options, listener).Model;
        LleModel full = LocallyLinearEmbedding.Fit(Rows.Single(rows, 0, 1_500), options);

        Assert.IsInRange(0, 1e-4, Rows.Angle(grown, full));
        Assert.IsTrue(said.Any(text => text.StartsWith("30 new rows find their neighbours among 1500; ", StringComparison.Ordinal)));
        Assert.IsTrue(said.Any(text => text.StartsWith("1470 shared rows stand ", StringComparison.Ordinal)));
    }

    private static LleOptions Options(bool keepsGraph) => new() { NumberOfComponents = 2, KeepsGraph = keepsGraph };

    private static double[,] Slice(int row) => new[,] { { _roll[row, 0], _roll[row, 1], _roll[row, 2] } };

    private static double[,] Head(int count)
    {
        double[,] head = new double[count, 3];
        Array.Copy(_roll, head, head.Length);
        return head;
    }

    private static FeatureMatrix Part(Documents documents, int start, int count, bool sparse)
    {
        FeatureMatrix all = documents.Sparse(always: true);
        if (sparse)
        {
            return new FeatureMatrix(all.Sparse!.Gather([.. Enumerable.Range(start, count)]), null);
        }

        float[] values = [.. Enumerable.Range(start, count).SelectMany(row => all.Row(row).ToArray())];
        return FeatureMatrix.FromRowMajor(values, count, all.NumberOfColumns);
    }

    private static FeatureMatrix Coordinates(LleModel model)
    {
        double[,] coordinates = new double[model.NumberOfTrainingRows, 2];
        for (int row = 0; row < model.NumberOfTrainingRows; row++)
        {
            (coordinates[row, 0], coordinates[row, 1]) = (model.Coordinates(row)[0], model.Coordinates(row)[1]);
        }

        return FeatureMatrix.FromArray(coordinates);
    }
}
