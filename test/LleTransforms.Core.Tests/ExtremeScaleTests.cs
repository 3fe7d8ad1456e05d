using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests;

/// <summary>Rows near the ends of single and double precision, fitted or placed, have finite coordinates or an error that says why
/// not.</summary>
[TestClass]
public sealed class ExtremeScaleTests
{
    private const int Rows = 60;

    private static readonly double[] _singleScales = [1e-42, 1e-38, 1e-30, 1e-10, 1, 1e10, 1e30, 1e37];

    private static readonly double[] _doubleScales = [1e-43, 1e-38, 1e-10, 1, 1e20, 1e37];

    public static IEnumerable<object[]> Fits =>
        from method in Enum.GetValues<LleMethod>()
        from metric in Enum.GetValues<LleMetric>().Where(metric => metric != LleMetric.Precomputed)
        from isDouble in new[] { false, true }
        from scale in isDouble ? _doubleScales : _singleScales
        select new object[] { method, metric, isDouble, scale };

    public static IEnumerable<object[]> DistanceScales =>
        [.. _singleScales.Select(scale => new object[] { scale, false }), .. _doubleScales.Select(scale => new object[] { scale, true })];

    [TestMethod]
    [DynamicData(nameof(Fits))]
    public void A_model_of_any_scale_places_every_row_that_single_precision_holds(
        LleMethod method, LleMetric metric, bool isDouble, double scale)
    {
        LleModel model = Fit(scale, isDouble, method, metric);
        Assert.IsTrue(model.Eigenvalues.All(double.IsFinite));
        foreach (double size in new[] { 1e-45, 1e-38, 1e-10, 0.1, 1e10, 1e20, 1e30, 3e38 })
        {
            // By angle a row that single precision cannot tell from zero, beside those fitted, has no direction.
            if (metric == LleMetric.Cosine && size < 1e-5 * scale)
            {
                continue;
            }

            foreach (float[] row in new float[][] { [(float)size, 0, 0], [(float)size, (float)(size * 0.9), -(float)(size * 0.3)] })
            {
                float[] placed = new float[model.NumberOfComponents], again = new float[model.NumberOfComponents];
                model.Transform(row, placed);
                Assert.IsTrue(Array.TrueForAll(placed, float.IsFinite), $"{size}: {string.Join(", ", placed)}");
                model.Transform(Array.ConvertAll(row, value => (double)value), again);
                CollectionAssert.AreEqual(placed, again);
                CollectionAssert.AreEqual(placed, model.Transform(FeatureMatrix.FromRowMajor([.. row], 1, row.Length)).Row(0).ToArray());
                Assert.IsTrue(!model.HoldsTrainingRows || model.Explain(row).Weights.All(double.IsFinite));
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(DistanceScales))]
    public void Distances_of_any_scale_place_every_row_that_single_precision_holds(double scale, bool isDouble)
    {
        double[,] distances = new double[Rows, Rows];
        FeatureMatrix plain = DistanceTables.Euclidean(Manifolds.SwissRoll(Rows, 1).Rows);
        for (int i = 0; i < Rows * Rows; i++)
        {
            distances[i / Rows, i % Rows] = scale / 30 * plain.Value(i / Rows, i % Rows);
        }

        LleModel model = LocallyLinearEmbedding.Fit(
            isDouble ? FeatureMatrix.FromArray(distances)
                : FeatureMatrix.FromArray(DistanceTables.Fill(Rows, Rows, (row, column) => (float)distances[row, column])),
            new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 8, Metric = LleMetric.Precomputed });
        float[] placed = new float[2];
        foreach (float size in new[] { float.Epsilon, 1e-38f, 1e-10f, 0.1f, 1e10f, 1e30f, float.MaxValue })
        {
            model.Transform([.. Enumerable.Range(1, Rows).Select(other => size / other)], placed);
            Assert.IsTrue(Array.TrueForAll(placed, float.IsFinite), $"{size}: {string.Join(", ", placed)}");
        }
    }

    [TestMethod]
    public void Rows_of_double_precision_beyond_single_place_rows_beside_them_and_far_from_them()
    {
        LleModel model = Fit(1e36, isDouble: true, LleMethod.Standard, LleMetric.Euclidean, offset: 1e39);
        float[] placed = new float[2];
        foreach (double size in new[] { 0.1, 1e300, -1.7e308, 1e39 })
        {
            model.Transform([size, 2 * (size / 2), size / 3], placed);
            Assert.IsTrue(Array.TrueForAll(placed, float.IsFinite), $"{size}: {string.Join(", ", placed)}");
        }
    }

    [TestMethod]
    public void A_far_row_keeps_its_direction()
    {
        LleModel model = Fit(1e-10, isDouble: false, LleMethod.NeighborhoodPreservingEmbedding, LleMetric.Euclidean);
        float[] one = new float[2], other = new float[2], opposite = new float[2];
        model.Transform([1e30f, 2e30f, 0], one);
        model.Transform([1e35f, 2e35f, 0], other);
        model.Transform([-1e30f, -2e30f, 0], opposite);
        CollectionAssert.AreEqual(one, other);
        Assert.AreEqual(one[0], -opposite[0], 1e-3f * Math.Abs(one[0]));
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void A_far_row_that_is_not_finite_is_not_placed(float value)
    {
        LleModel model = Fit(1e-10, isDouble: true, LleMethod.Standard, LleMetric.Euclidean);
        float[] placed = new float[2];
        model.Transform([1e30f, value, 0], placed);
        Assert.IsTrue(Array.TrueForAll(placed, float.IsNaN));
    }

    [TestMethod]
    public void Rows_whose_differences_single_precision_does_not_hold_are_not_called_equal_without_a_reason()
    {
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(
            () => Fit(1e-50, isDouble: true, LleMethod.Standard, LleMetric.Euclidean));
        StringAssert.Contains(error.Message, "rows are equal in single precision: they differ by less than 1E-45");
    }

    [TestMethod]
    public void Distances_beyond_single_precision_are_told_of_as_distances()
    {
        const string Cure = "ultiply all distances by one power of ten.";
        foreach (bool isSparse in new[] { false, true })
        {
            string tooLarge = Assert.ThrowsExactly<ArgumentException>(() => Distances(1e300, isSparse)).Message;
            StringAssert.Contains(tooLarge, "Row 0, column 1 (both counted from 0) holds 1E+300, which is more than single");
            StringAssert.Contains(tooLarge, Cure);
            FeatureMatrix lost = Distances(1e-60, isSparse);
            string tooSmall = Assert.ThrowsExactly<ArgumentException>(() => Heard(lost)).Message;
            StringAssert.Contains(tooSmall, "rows are equal in single precision: their distances are less than 1E-45");
            StringAssert.Contains(tooSmall, Cure);
            Assert.ContainsSingle(
                message => message.StartsWith("the distances are less than 2E-38") && message.EndsWith(Cure),
                Heard(Distances(1e-42, isSparse)));
            Assert.IsEmpty(Heard(Distances(1e-30, isSparse)).Where(message => message.Contains("2E-38")));
        }

        static List<string> Heard(FeatureMatrix distances)
        {
            var heard = new List<string>();
            LocallyLinearEmbedding.Fit(
                distances, new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 8, Metric = LleMetric.Precomputed },
                new Listener(report => heard.Add(report.Severity == LleSeverity.Warning ? report.Message! : string.Empty)));
            return heard;
        }

        static FeatureMatrix Distances(double scale, bool isSparse)
        {
            var builder = new FeatureMatrixBuilder(Rows) { RoundsToSingle = true };
            int[] all = [.. Enumerable.Range(0, Rows)];
            foreach (int row in all)
            {
                double[] values = Array.ConvertAll(all, column => scale * Math.Abs(row - column));
                if (isSparse)
                {
                    builder.AppendSparse(all, values);
                }
                else
                {
                    builder.Append(values);
                }
            }

            return builder.Build();
        }
    }

    [TestMethod]
    [DataRow(1e-42, 1)]
    [DataRow(1e-30, 0)]
    public void Differences_of_few_digits_are_warned_of(double scale, int warnings)
    {
        var heard = new List<LleProgress>();
        LocallyLinearEmbedding.Fit(
            Scaled(scale, isDouble: true, 0), new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 8 }, new Listener(heard.Add));
        Assert.HasCount(warnings, heard.Where(report => report.Severity == LleSeverity.Warning
            && report.Message!.Contains("where single precision holds few digits")));
    }

    [TestMethod]
    public void Huge_rows_of_one_direction_are_refused_by_the_metric_that_asks_for_it()
    {
        FeatureMatrix rows = Scaled(1e-40, isDouble: true, offset: 0);
        double[,] far = new double[Rows, 4];
        for (int row = 0; row < Rows; row++)
        {
            far[row, 0] = 1e300;
            for (int column = 0; column < 3; column++)
            {
                far[row, column + 1] = rows.Value(row, column);
            }
        }

        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromArray(far), new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 8, Metric = LleMetric.Cosine }));
        StringAssert.Contains(error.Message, "Column 0 (counted from 0) lies too far from zero");
    }

    private static LleModel Fit(double scale, bool isDouble, LleMethod method, LleMetric metric, double offset = 0) =>
        LocallyLinearEmbedding.Fit(
            Scaled(scale, isDouble, offset),
            new LleOptions { Method = method, Metric = metric, NumberOfComponents = 2, NumberOfNeighbors = 8 });

    private static FeatureMatrix Scaled(double scale, bool isDouble, double offset)
    {
        double[,] rows = Manifolds.SCurve(Rows, 3).Rows;
        double[,] scaled = new double[Rows, 3];
        float[,] singles = new float[Rows, 3];
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                scaled[row, column] = offset + (scale * (rows[row, column] + 3));
                singles[row, column] = (float)scaled[row, column];
            }
        }

        return isDouble ? FeatureMatrix.FromArray(scaled) : FeatureMatrix.FromArray(singles);
    }
}
