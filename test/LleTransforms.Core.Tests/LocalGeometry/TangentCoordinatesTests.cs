using LleTransforms.LocalGeometry;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LocalGeometry;

/// <summary>Squared singular values of a neighbourhood and the rank that they tell, at any scale.</summary>
[TestClass]
public sealed class TangentCoordinatesTests
{
    [TestMethod]
    [DataRow(9, 5, 1.0)]
    [DataRow(9, 5, 1e4)]
    [DataRow(9, 5, 1e-4)]
    [DataRow(6, 12, 1e4)]
    [DataRow(6, 12, 1e-4)]
    public void Directions_of_rounding_do_not_count(int k, int columns, double scale)
    {
        // Whole numbers of three columns, each repeated: the rank is exactly 3.
        var random = new Random(k);
        Matrix<double> three = Matrix<double>.Build.Dense(k + 1, 3, (_, _) => random.Next(-40, 40));
        float[] values = [.. Enumerable.Range(0, (k + 1) * columns).Select(i => (float)(scale * three[i / columns, i % columns % 3]))];
        var features = new LleTransforms.Features.CenteredFeatures(values, k + 1, new double[columns], 0);
        var neighborhood = new Neighborhood(k, columns);
        neighborhood.LoadRelativeTo(features.Row(0), features, [.. Enumerable.Range(1, k)]);
        Matrix<double> differences = Matrix<double>.Build.Dense(k, columns, (j, c) => (double)features.Row(j + 1)[c] - features.Row(0)[c]);
        double[] expected = [.. differences.Svd().S.Select(value => value * value)];
        var tangent = new TangentCoordinates(k, columns);
        tangent.Load(0, neighborhood);
        tangent.Decompose(1);

        Assert.AreEqual(columns >= k, tangent.HoldsGram);
        Assert.AreEqual(3, tangent.Rank(0));
        ReadOnlySpan<double> variances = tangent.Variances(0);
        Assert.AreEqual(Math.Min(k, columns), variances.Length);
        for (int j = 0; j < variances.Length; j++)
        {
            Assert.AreEqual(j < 3 ? expected[j] : 0, variances[j], j < 3 ? 1e-10 * expected[0] : 0, $"variance {j}");
        }

        // More coordinates than there are directions are asked for, and those there are come orthonormal.
        Assert.AreEqual(columns >= k ? k : 5, tangent.FindDirections(20));
        Assert.AreEqual(3, tangent.Compute(0, 5, centered: false));
        Matrix<double> coordinates = Matrix<double>.Build.Dense(k, 3, (i, j) => tangent.Coordinate(j)[i]);
        Matrix<double> projection = coordinates * coordinates.Transpose();
        Assert.IsInRange(
            0, 1e-13, (coordinates.TransposeThisAndMultiply(coordinates) - Matrix<double>.Build.DenseIdentity(3)).FrobeniusNorm());
        Assert.IsInRange(0, 1e-9 * differences.FrobeniusNorm(), (differences - (projection * differences)).FrobeniusNorm());
    }
}
