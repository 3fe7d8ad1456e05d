using LleTransforms.Core.Tests.TestData;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests;

/// <summary>Fits of hard inputs, and what every one of them must come to.</summary>
internal static class FiniteFits
{
    /// <summary>Fits rows with a method's defaults beside d and k.</summary>
    public static LleModel Fit(double[,] rows, LleMethod method, int componentCount, int neighborCount) => LocallyLinearEmbedding.Fit(
        FeatureMatrix.FromArray(rows),
        new LleOptions { Method = method, NumberOfComponents = componentCount, NumberOfNeighbors = neighborCount });

    /// <summary>The rows can be placed, no column of what comes out is empty, and no eigenvalue is below 0.</summary>
    public static void AssertFinite(LleModel model, double[,] rows)
    {
        FeatureMatrix placed = model.Transform(FeatureMatrix.FromArray(rows));
        Assert.AreEqual(rows.GetLength(0), placed.NumberOfRows);
        Matrix<double> values = placed.ToMatrix();
        Assert.IsTrue(values.Enumerate().All(double.IsFinite));
        Assert.IsTrue(model.Eigenvalues.All(value => double.IsFinite(value) && value >= 0));
        foreach (Vector<double> column in values.EnumerateColumns())
        {
            Assert.IsGreaterThan(1e-3, column.L2Norm());
        }
    }
}
