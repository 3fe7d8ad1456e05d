using LleTransforms.TestFramework;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests;

/// <summary>Wide sparse columns stay sparse through the fit and in the model, and give what the same values give as dense ones.</summary>
[TestClass]
public sealed class SparseColumnTests
{
    private const int Width = 700;
    private const int Rows = 120;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Sparse_rows_give_the_bits_of_dense_rows(bool reloaded)
    {
        var context = new MLContext(seed: 1);
        var messages = new List<string>();
        context.Log += (_, entry) => messages.Add(entry.Message);
        ITransformer sparse = Step(context).Fit(View(context, dense: false));
        StringAssert.Contains(string.Join('\n', messages), "as sparse rows");
        var dense = Step(context).Fit(View(context, dense: true));
        if (reloaded)
        {
            using var stream = new MemoryStream();
            context.Model.Save(sparse, View(context, dense: false).Schema, stream);
            stream.Position = 0;
            sparse = context.Model.Load(stream, out _);
        }

        foreach (bool input in new[] { false, true })
        {
            AssertEqual(
                Outputs(context, dense.Transform(View(context, dense: true))),
                Outputs(context, sparse.Transform(View(context, input))));
        }
    }

    [TestMethod]
    public void A_model_of_sparse_rows_is_saved_sparse()
    {
        var context = new MLContext(seed: 1);
        using var stream = new MemoryStream();
        Step(context).Fit(View(context, dense: false)).Model.Save(stream);
        Assert.IsInRange(0, Rows * Width * sizeof(float) / 2, stream.Length);
    }

    [TestMethod]
    public void A_value_that_is_missing_is_named_by_its_slot()
    {
        var context = new MLContext(seed: 1);
        IDataView view = context.Data.LoadFromEnumerable(Texts(dense: false)
            .Append(new Text { Terms = new VBuffer<float>(Width, 1, [float.NaN], [345]) }));
        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => Step(context).Fit(view));
        StringAssert.Contains(thrown.Message, $"row {Rows}, slot 345");
    }

    // Wrong inputs are rejected before anybody knows whether rows will be sparse: ConformanceTests has them.
    public static IEnumerable<object[]> Checks =>
        ConformanceChecks.All.Where(check => check.Name != "WrongInputsAreRejected").Select(check => new object[] { check.Name });

    [TestMethod]
    [DynamicData(nameof(Checks))]
    public void Step_over_sparse_rows_conforms(string check)
    {
        var context = new MLContext(seed: 1);
        ConformanceChecks.All.Single(candidate => candidate.Name == check).Run(
            new ConformanceCase("Wide sparse", context, Step(context), View(context, dense: false))
            {
                InputColumns = [nameof(Text.Terms)],
                OutputColumns = ["Lle", "Error", "Neighbors"],
            });
    }

    private static LocallyLinearEmbeddingEstimator Step(MLContext context) =>
        context.Transforms.LocallyLinearEmbedding(new LocallyLinearEmbeddingOptions
    {
        OutputColumnName = "Lle",
        InputColumnName = nameof(Text.Terms),
        NumberOfComponents = 2,
        NumberOfNeighbors = 8,
        ReconstructionErrorColumnName = "Error",
        NeighborsColumnName = "Neighbors",
    });

    private static IDataView View(MLContext context, bool dense) => context.Data.LoadFromEnumerable(Texts(dense));

    private static IEnumerable<Text> Texts(bool dense)
    {
        var random = new Random(5);
        for (int row = 0; row < Rows; row++)
        {
            int[] slots = [.. Enumerable.Range(0, 14).Select(_ => (int)(Width * Math.Pow(random.NextDouble(), 2))).Distinct().Order()];
            float[] values = [.. slots.Select(_ => 1 + random.NextSingle())];
            var terms = new VBuffer<float>(Width, slots.Length, values, slots);
            yield return new Text { Terms = dense ? new VBuffer<float>(Width, [.. terms.DenseValues()]) : terms, Length = slots.Length,
                Title = $"Text {row}" };
        }
    }

    private static List<Output> Outputs(MLContext context, IDataView view) =>
        [.. context.Data.CreateEnumerable<Output>(view, reuseRowObject: false)];

    private static void AssertEqual(List<Output> expected, List<Output> actual)
    {
        Assert.HasCount(expected.Count, actual);
        for (int row = 0; row < expected.Count; row++)
        {
            CollectionAssert.AreEqual(expected[row].Lle, actual[row].Lle, $"row {row}");
            CollectionAssert.AreEqual(expected[row].Neighbors, actual[row].Neighbors, $"row {row}");
            Assert.AreEqual(expected[row].Error, actual[row].Error, $"row {row}");
        }
    }

    private sealed class Text
    {
        [VectorType(Width)]
        public VBuffer<float> Terms { get; set; }

        public float Length { get; set; }

        public string Title { get; set; } = "";
    }

    private sealed class Output
    {
        public float[] Lle { get; set; } = [];

        public float Error { get; set; }

        public int[] Neighbors { get; set; } = [];
    }
}
