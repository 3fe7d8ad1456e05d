using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LocalGeometry;

/// <summary>Coordinates of a neighbourhood from distances alone.</summary>
[TestClass]
public sealed class LocalCoordinatesTests
{
    private static readonly FitContext _context = new();

    [TestMethod]
    public void Points_have_their_distances_again()
    {
        CenteredFeatures distances = DistanceTable.Of(DistanceTables.Euclidean(Manifolds.SmoothMap(40, 3).Rows), _context);
        int[] neighbors = [3, 17, 20, 5, 38, 11, 9, 30];
        Matrix<double> coordinates = CoordinatesOf(distances, 12, neighbors);
        for (int j = 0; j < neighbors.Length; j++)
        {
            Assert.AreEqual(distances.Row(12)[neighbors[j]], coordinates.Row(j).L2Norm(), 3e-6);
            for (int l = 0; l < j; l++)
            {
                double found = (coordinates.Row(j) - coordinates.Row(l)).L2Norm();
                Assert.AreEqual(distances.Row(neighbors[j])[neighbors[l]], found, 3e-6);
            }
        }
    }

    [TestMethod]
    public void Where_no_points_have_the_distances_the_Gram_matrix_is_the_nearest_that_points_have()
    {
        // Four rows at distance 2 from each other and 1 from the row between them: no four points are so.
        float[,] star = DistanceTables.Fill(5, 5, (row, column) => row == column ? 0 : row == 0 || column == 0 ? 1 : 2);
        CenteredFeatures distances = DistanceTable.Of(FeatureMatrix.FromArray(star), _context);
        Matrix<double> coordinates = CoordinatesOf(distances, 0, [1, 2, 3, 4]) * Math.ScaleB(1, distances.ScaleExponent);
        Matrix<double> gram = Matrix<double>.Build.Dense(4, 4, (row, column) => row == column ? 1 : -1);
        Matrix<double> vectors = gram.Evd(Symmetricity.Symmetric).EigenVectors;
        Vector<double> values = gram.Evd(Symmetricity.Symmetric).EigenValues.Real();
        Assert.AreEqual(-2, values[0], 1e-12);

        Matrix<double> nearest = vectors * Matrix<double>.Build.DiagonalOfDiagonalVector(values.PointwiseMaximum(0)) * vectors.Transpose();

        Assert.IsInRange(0, 1e-12, ((coordinates * coordinates.Transpose()) - nearest).L2Norm());
        Assert.AreEqual(0, LocalCoordinates.SquaredResidual(distances.Row(0), distances, [1, 2, 3, 4], [0.25, 0.25, 0.25, 0.25]));
    }

    [TestMethod]
    public void What_is_left_of_a_row_is_what_its_features_tell()
    {
        double[,] rows = Manifolds.SmoothMap(40, 3).Rows;
        CenteredFeatures distances = DistanceTable.Of(DistanceTables.Euclidean(rows), _context);
        int[] neighbors = [3, 17, 20, 5];
        double[] weights = [0.7, -0.2, 0.4, 0.1];
        Vector<double> left = Vector<double>.Build.Dense(rows.Row(12));
        for (int j = 0; j < 4; j++)
        {
            left -= weights[j] * Vector<double>.Build.Dense(rows.Row(neighbors[j]));
        }

        double found = LocalCoordinates.SquaredResidual(distances.Row(12), distances, neighbors, weights);
        Assert.AreEqual(left.DotProduct(left), Math.ScaleB(found, 2 * distances.ScaleExponent), 1e-6);
    }

    [TestMethod]
    public void Neighbours_all_at_the_row_lie_at_the_origin()
    {
        CenteredFeatures distances = DistanceTable.Of(
            FeatureMatrix.FromArray(DistanceTables.Fill(5, 5, (row, column) => row == 4 ^ column == 4 ? 1 : 0)), _context);
        Assert.AreEqual(0, CoordinatesOf(distances, 0, [1, 2, 3]).L2Norm());
    }

    private static Matrix<double> CoordinatesOf(CenteredFeatures distances, int row, int[] neighbors)
    {
        int k = neighbors.Length;
        double[] values = new double[k * k];
        new LocalCoordinates(k).Fill(distances.Row(row), distances, neighbors, values);
        return Matrix<double>.Build.DenseOfRowMajor(k, k, values);
    }
}
