using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests;

/// <summary>Sparse rows that stay sparse give what the same rows give when they are widened, to the bit.</summary>
[TestClass]
public class SparseInputTests
{
    private static readonly Documents Texts = Documents.Create(260, 701, 20, 5, 1);
    private static readonly Documents Unseen = Documents.Create(40, 701, 20, 5, 2);

    public static IEnumerable<object[]> Configurations()
    {
        foreach (LleMethod method in Enum.GetValues<LleMethod>())
        {
            yield return [$"{method}", new LleOptions { Method = method }];
        }

        foreach (LleNeighborSearch search in Enum.GetValues<LleNeighborSearch>())
        {
            yield return [$"{search}", new LleOptions { NeighborSearch = search }];
        }

        yield return ["Cosine", new LleOptions { Metric = LleMetric.Cosine }];
        yield return ["landmarks", new LleOptions { NumberOfLandmarks = 80 }];
        yield return ["sample", new LleOptions { MaximumNumberOfTrainingRows = 150 }];
        yield return ["few neighbours", new LleOptions { NumberOfNeighbors = 3 }];
        yield return ["connected", new LleOptions { NumberOfNeighbors = 5, DisconnectedGraph = LleDisconnectedGraph.Connect }];
        yield return ["local affine", new LleOptions { Placement = LlePlacement.LocalAffine }];
        yield return ["chosen k", new LleOptions { NumberOfNeighbors = null }];
    }

    [TestMethod]
    [DynamicData(nameof(Configurations))]
    public void A_fit_of_sparse_rows_equals_that_of_the_same_rows_widened(string name, LleOptions options)
    {
        options.NumberOfComponents = 2;
        FeatureMatrix sparse = Texts.Sparse();
        Assert.IsTrue(sparse.IsSparse, name);
        AssertSame(LocallyLinearEmbedding.Fit(Texts.Dense(), options), LocallyLinearEmbedding.Fit(sparse, options));
    }

    [TestMethod]
    public void A_fit_of_sparse_doubles_equals_that_of_the_same_rows_widened()
    {
        var options = new LleOptions { NumberOfComponents = 3 };
        FeatureMatrix sparse = Texts.SparseDoubles();
        Assert.IsTrue(sparse.IsSparse);
        AssertSame(LocallyLinearEmbedding.Fit(Texts.DenseDoubles(), options), LocallyLinearEmbedding.Fit(sparse, options));
    }

    [TestMethod]
    public void A_supervised_fit_of_sparse_rows_equals_that_of_the_same_rows_widened()
    {
        var options = new LleOptions { NumberOfComponents = 2, SupervisionStrength = 0.3 };
        int[] labels = [.. Enumerable.Range(0, Texts.Rows.Count).Select(row => row % 3)];
        AssertSame(LocallyLinearEmbedding.Fit(Texts.Dense(), labels, options), LocallyLinearEmbedding.Fit(Texts.Sparse(), labels, options));
    }

    [TestMethod]
    public void Equal_sparse_rows_share_their_coordinates()
    {
        var builder = new FeatureMatrixBuilder(Texts.NumberOfColumns);
        foreach ((int[] columns, float[] values) in Texts.Rows.Concat(Texts.Rows.Take(7)))
        {
            builder.AppendSparse(columns, values);
        }

        LleModel model = LocallyLinearEmbedding.Fit(builder.Build(), new LleOptions { NumberOfComponents = 2 });
        Assert.AreEqual(Texts.Rows.Count, model.NumberOfHeldRows);
        Assert.IsTrue(model.Coordinates(Texts.Rows.Count + 3).SequenceEqual(model.Coordinates(3)));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_saved_model_of_sparse_rows_does_what_it_did(bool doubles)
    {
        FeatureMatrix features = doubles ? Texts.SparseDoubles() : Texts.Sparse();
        LleModel model = LocallyLinearEmbedding.Fit(features, new LleOptions { NumberOfComponents = 2 });
        using var stream = new MemoryStream();
        model.Save(stream);
        Assert.IsInRange(0, 4L * Texts.Rows.Count * Texts.NumberOfColumns / 2, stream.Length,
            "A sparse model should be far smaller than its rows widened.");
        stream.Position = 0;
        AssertSame(model, LleModel.Load(stream));
    }

    [TestMethod]
    public void A_row_with_a_missing_value_has_no_place()
    {
        LleModel model = LocallyLinearEmbedding.Fit(Texts.Sparse(), new LleOptions { NumberOfComponents = 2 });
        float[] row = Unseen.Whole(0);
        row[5] = float.NaN;
        float[] coordinates = new float[2];
        model.Transform(row, coordinates);
        Assert.IsTrue(Array.TrueForAll(coordinates, float.IsNaN));
    }

    [TestMethod]
    public void A_sparse_row_that_is_not_finite_is_named()
    {
        var builder = new FeatureMatrixBuilder(Texts.NumberOfColumns);
        foreach ((int[] columns, float[] values) in Texts.Rows)
        {
            builder.AppendSparse(columns, values);
        }

        builder.AppendSparse([3, 600], [1f, float.PositiveInfinity]);
        ArgumentException thrown = Assert.ThrowsExactly<ArgumentException>(() => LocallyLinearEmbedding.Fit(builder.Build()));
        StringAssert.Contains(thrown.Message, $"Row {Texts.Rows.Count}, column 600");
    }

    [TestMethod]
    public void Sparse_rows_whose_differences_single_precision_loses_are_told()
    {
        var builder = new FeatureMatrixBuilder(600);
        for (int row = 0; row < 20; row++)
        {
            builder.AppendSparse(row == 0 ? [3, 5] : [5], row == 0 ? [1e-50, 2.0] : [2.0]);
        }

        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => LocallyLinearEmbedding.Fit(builder.Build())).Message,
            "rows are equal in single precision");
    }

    private static void AssertSame(LleModel expected, LleModel actual)
    {
        int d = expected.NumberOfComponents;
        if (expected.HoldsTrainingRows)
        {
            for (int row = 0; row < expected.NumberOfTrainingRows; row++)
            {
                Assert.IsTrue(expected.Coordinates(row).SequenceEqual(actual.Coordinates(row)), $"training row {row}");
            }

            LleExplanation one = expected.Explain(Unseen.Whole(1));
            LleExplanation other = actual.Explain(Unseen.Whole(1));
            CollectionAssert.AreEqual(one.TrainingRows.ToArray(), other.TrainingRows.ToArray());
            CollectionAssert.AreEqual(one.Weights.ToArray(), other.Weights.ToArray());
            Assert.AreEqual(one.ReconstructionError, other.ReconstructionError);
        }

        CollectionAssert.AreEqual(expected.Eigenvalues.ToArray(), actual.Eigenvalues.ToArray());
        FeatureMatrix batch = actual.Transform(Unseen.Sparse());
        float[] place = new float[d];
        float[] otherPlace = new float[d];
        for (int row = 0; row < Unseen.Rows.Count; row++)
        {
            expected.Transform(Unseen.Whole(row), place);
            actual.Transform(Unseen.Whole(row), otherPlace);
            CollectionAssert.AreEqual(place, otherPlace, $"unseen row {row}");
            Assert.IsTrue(batch.Row(row).SequenceEqual(place), $"unseen row {row} in a batch");
        }
    }
}
