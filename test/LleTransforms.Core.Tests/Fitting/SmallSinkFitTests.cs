using LleTransforms.Core.Tests.Comparison;
using LleTransforms.Core.Tests.TestData;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Fitting;

/// <summary>Fits of a sheet beside one clique, which is the only sink of the graph.</summary>
[TestClass]
public sealed class SmallSinkFitTests
{
    private const int SheetRows = Cliques.SheetRows;

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.Modified)]
    [DataRow(LleMethod.Hessian)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment)]
    [DataRow(LleMethod.Convex)]
    public void The_body_has_the_coordinates_of_a_fit_without_the_sink(LleMethod method)
    {
        double[,] rows = Cliques.BesideASheet(27);
        LleModel whole = Fit(rows, method);
        LleModel alone = Fit(ArrayRows.FromRows([.. Enumerable.Range(0, SheetRows).Select(rows.Row)]), method);

        CollectionAssert.AreEqual(new[] { SheetRows, 27 }, whole.PartSizes.ToArray());
        CollectionAssert.AreEqual(new[] { SheetRows }, alone.PartSizes.ToArray());

        // The features are centred with the sink and without it, so they differ by their rounding.
        Assert.IsInRange(0, 1e-3, Subspaces.LargestPrincipalAngle(Sheet(whole), Sheet(alone)));
    }

    [TestMethod]
    public void A_sink_with_fewer_rows_than_coordinates_fills_those_that_it_can()
    {
        double[,] rows = Cliques.BesideASheet(13);
        LleModel model = LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromArray(rows), new LleOptions { NumberOfComponents = 14, NumberOfNeighbors = 12 });

        CollectionAssert.AreEqual(new[] { SheetRows, 13 }, model.PartSizes.ToArray());
        for (int c = 0; c < 14; c++)
        {
            double[] column = [.. Enumerable.Range(0, SheetRows + 13).Select(row => model.Coordinates(row)[c])];
            Assert.AreEqual(1, column.Average(value => value * value), 1e-9);
            double[] clique = column[SheetRows..];
            double spread = clique.Max() - clique.Min();
            Assert.IsTrue(c < 12 ? spread > 1e-3 : spread < 1e-12, $"coordinate {c}: {spread}");
        }
    }

    [TestMethod]
    public void Labels_keep_a_small_sink_with_its_body()
    {
        double[,] rows = Cliques.BesideASheet(27);
        int[] labels = [.. Enumerable.Range(0, SheetRows + 27).Select(row => row % 2)];
        LleModel model = LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromArray(rows),
            labels,
            new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 12, SupervisionStrength = 1e-6 });

        CollectionAssert.AreEqual(new[] { SheetRows + 27 }, model.PartSizes.ToArray());
    }

    private static LleModel Fit(double[,] rows, LleMethod method) => LocallyLinearEmbedding.Fit(
        FeatureMatrix.FromArray(rows), new LleOptions { Method = method, NumberOfComponents = 2, NumberOfNeighbors = 12 });

    /// <summary>The sheet's coordinates, centred, since parts are moved apart.</summary>
    private static Matrix<double> Sheet(LleModel model)
    {
        Matrix<double> coordinates = ArrayRows.EmbeddingOf(model).SubMatrix(0, SheetRows, 0, model.NumberOfComponents);
        Vector<double> mean = coordinates.ColumnSums() / SheetRows;
        return Matrix<double>.Build.Dense(SheetRows, coordinates.ColumnCount, (row, column) => coordinates[row, column] - mean[column]);
    }
}
