using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests;

/// <summary>A column of distances in place of features: fitted, saved, loaded, and rows that are placed by theirs.</summary>
[TestClass]
public sealed class PrecomputedColumnTests
{
    private const int Rows = 90;
    private const int Unseen = 12;

    private static readonly double[][] _points = Points();

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void The_step_gives_the_engines_coordinates_before_and_after_it_is_saved(bool inDoubles)
    {
        var context = new MLContext(seed: 1);
        LocallyLinearEmbeddingTransformer step = Step(context).Fit(View(context, 0, Rows, inDoubles));
        using var stream = new MemoryStream();
        context.Model.Save(step, View(context, 0, Rows, inDoubles).Schema, stream);
        stream.Position = 0;
        ITransformer loaded = context.Model.Load(stream, out _);
        LleModel expected = LocallyLinearEmbedding.Fit(Table(0, Rows), new LleOptions
        {
            NumberOfComponents = 2, NumberOfNeighbors = 9, Metric = LleMetric.Precomputed, Seed = 1,
        });

        foreach (ITransformer placing in new[] { step, loaded })
        {
            float[][] fitted = Outputs(placing.Transform(View(context, 0, Rows, inDoubles)));
            float[][] unseen = Outputs(placing.Transform(View(context, Rows, Unseen, inDoubles)));
            for (int row = 0; row < Rows; row++)
            {
                CollectionAssert.AreEqual(expected.Coordinates(row).ToArray().Select(value => (float)value).ToArray(), fitted[row]);
            }

            FeatureMatrix placed = expected.Transform(Table(Rows, Unseen));
            for (int row = 0; row < Unseen; row++)
            {
                CollectionAssert.AreEqual(placed.Row(row).ToArray(), unseen[row]);
            }
        }
    }

    [TestMethod]
    public void Features_are_refused_for_distances_and_a_linear_method_at_once()
    {
        var context = new MLContext(seed: 1);
        IDataView features = context.Data.LoadFromEnumerable(
            _points.Select(point => new Single { Features = Array.ConvertAll(point, value => (float)value) }), Sized(typeof(Single), 3));

        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Step(context).Fit(features)).Message,
            "The table is no table of distances, which Metric Precomputed needs: it has 102 rows of 3 values");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => Step(context, LleMethod.NeighborhoodPreservingEmbedding)).Message,
            "must be none of the linear methods where Metric is Precomputed");
    }

    private static LocallyLinearEmbeddingEstimator Step(MLContext context, LleMethod method = LleMethod.Standard) =>
        context.Transforms.LocallyLinearEmbedding(new LocallyLinearEmbeddingOptions
        {
            OutputColumnName = "Lle", InputColumnName = "Features", NumberOfComponents = 2, NumberOfNeighbors = 9, Method = method,
            Metric = LleMetric.Precomputed,
        });

    private static IDataView View(MLContext context, int start, int count, bool inDoubles) => inDoubles
        ? context.Data.LoadFromEnumerable(
            Enumerable.Range(start, count).Select(
                row => new Double { Features = Array.ConvertAll(Distances(row), value => (double)value) }),
            Sized(typeof(Double), Rows))
        : context.Data.LoadFromEnumerable(
            Enumerable.Range(start, count).Select(row => new Single { Features = Distances(row) }), Sized(typeof(Single), Rows));

    private static SchemaDefinition Sized(Type row, int size)
    {
        SchemaDefinition schema = SchemaDefinition.Create(row);
        DataViewType item = ((VectorDataViewType)schema["Features"].ColumnType).ItemType;
        schema["Features"].ColumnType = new VectorDataViewType((PrimitiveDataViewType)item, size);
        return schema;
    }

    private static FeatureMatrix Table(int start, int count) =>
        FeatureMatrix.FromRowMajor([.. Enumerable.Range(start, count).SelectMany(Distances)], count, Rows);

    private static float[] Distances(int row) => [.. _points.Take(Rows).Select(other =>
        (float)Math.Sqrt(_points[row].Zip(other, (x, y) => (x - y) * (x - y)).Sum()))];

    private static float[][] Outputs(IDataView data) => [.. data.GetColumn<float[]>("Lle")];

    private static double[][] Points()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Rows + Unseen).Select(_ => (U: random.NextDouble(), V: random.NextDouble()))
            .Select(at => new[] { Math.Sin(2 * at.U), at.V, Math.Cos(2 * at.U) })];
    }

    private sealed class Single
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class Double
    {
        public double[] Features { get; set; } = [];
    }
}
