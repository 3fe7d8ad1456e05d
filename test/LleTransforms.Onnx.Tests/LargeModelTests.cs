using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Onnx.Tests;

/// <summary>Models of more rows than a block of the graph has.</summary>
[TestClass]
public sealed class LargeModelTests
{
    private const int NumberOfRows = 20_000;

    [TestMethod]
    public void Rows_are_found_across_blocks()
    {
        LleModel model = MethodTests.Fit(MethodTests.Rows(Manifolds.SwissRoll(NumberOfRows, 1)), new LleOptions { NumberOfComponents = 2 });

        MethodTests.Agrees(model, MethodTests.Rows(Manifolds.SwissRoll(300, 2)));
    }

    [TestMethod]
    [DataRow(LleMetric.Euclidean)]
    [DataRow(LleMetric.Hamming)]
    [DataRow(LleMetric.Jaccard)]
    public void Ties_go_by_number_across_blocks(LleMetric metric)
    {
        var random = new Random(5);
        double[][] rows =
            [.. Enumerable.Range(0, NumberOfRows).Select(_ => Enumerable.Range(0, 10).Select(_ => (double)random.Next(4)).ToArray())];
        LleModel model = MethodTests.Fit(rows, new LleOptions
        {
            Metric = metric,
            NumberOfComponents = 2,
            NumberOfNeighbors = 6,
            NumberOfLandmarks = null,
            Method = LleMethod.Standard,
            MaximumNumberOfTrainingRows = 17_000,
        });

        Assert.IsGreaterThan(2 * 8192, model.NumberOfHeldRows);
        MethodTests.Agrees(model, rows[^100..]);
    }
}
