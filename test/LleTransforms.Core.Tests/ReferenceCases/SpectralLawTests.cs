using LleTransforms.Alignment;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Neighbors;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace LleTransforms.Core.Tests.ReferenceCases;

/// <summary>The equations that an embedding of each reference case must satisfy, recomputed from the alignment matrix.</summary>
[TestClass]
public sealed class SpectralLawTests
{
    /// <summary>Of M's largest entry: what is left of M Y - Y L.</summary>
    private const double LargestBackwardError = 1e-9;

    /// <summary>Of a unit vector: what is left of Y - M^+ Y L, which is the sharper of the two where
    /// eigenvalues are as small as 1e-7.</summary>
    private const double LargestInverseResidual = 1e-7;

    public static IEnumerable<object[]> Cases =>
        from name in ReferenceCase.Names
        from method in new[] { ("standard", LleMethod.Standard), ("modified", LleMethod.Modified), ("hessian", LleMethod.Hessian),
            ("ltsa", LleMethod.LocalTangentSpaceAlignment) }
        select new object[] { name, method.Item1, method.Item2 };

    public static IEnumerable<object[]> LinearCases =>
        from name in ReferenceCase.Names
        from method in new[] { LleMethod.NeighborhoodPreservingEmbedding, LleMethod.LinearLocalTangentSpaceAlignment }
        where name != "digits"
        select new object[] { name, method };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void M_Y_is_Y_Lambda_and_Y_is_orthonormal_and_M_1_is_0(string name, string methodName, LleMethod method)
    {
        (LleModel model, AlignmentMatrix alignment, _) = Fit(ReferenceCase.Load(name), methodName, method);
        int n = model.NumberOfTrainingRows;
        double[] image = new double[n];

        Multiply(alignment, [.. Enumerable.Repeat(1.0, n)], image);
        Assert.IsInRange(0, 1e-12, image.Max(Math.Abs) / NormOf(alignment));

        LU<double> inverse = OnCentredVectors(alignment);
        for (int c = 0; c < model.NumberOfComponents; c++)
        {
            double[] y = [.. Enumerable.Range(0, n).Select(row => model.Coordinates(row)[c] / Math.Sqrt(n))];
            Multiply(alignment, y, image);
            double residual = Math.Sqrt(image.Select((value, row) => Math.Pow(value - (model.Eigenvalues[c] * y[row]), 2)).Sum());
            Assert.IsInRange(0, LargestBackwardError * NormOf(alignment), residual, $"component {c}");
            Vector<double> unit = Vector<double>.Build.DenseOfArray(y);
            Assert.IsInRange(0, LargestInverseResidual, (unit - (model.Eigenvalues[c] * inverse.Solve(unit))).L2Norm(), $"component {c}");
            for (int other = 0; other <= c; other++)
            {
                double product = Enumerable.Range(0, n).Sum(row => y[row] * model.Coordinates(row)[other] / Math.Sqrt(n));
                Assert.AreEqual(other == c ? 1 : 0, product, 1e-9, $"components {other} and {c}");
            }

            Assert.AreEqual(0, y.Sum(), 1e-9);
        }
    }

    [TestMethod]
    [DynamicData(nameof(LinearCases))]
    public void A_linear_method_solves_its_generalised_problem(string name, LleMethod method)
    {
        (LleModel model, AlignmentMatrix alignment, CenteredFeatures features) = Fit(ReferenceCase.Load(name), "standard", method);
        var x = Matrix<double>.Build.Dense(features.NumberOfRows, features.NumberOfColumns, (row, column) => features.Row(row)[column]);
        Vector<double> mean = x.ColumnSums() / x.RowCount;
        x = Matrix<double>.Build.Dense(x.RowCount, x.ColumnCount, (row, column) => x[row, column] - mean[column]);
        var mx = Matrix<double>.Build.Dense(x.RowCount, x.ColumnCount);
        double[] image = new double[x.RowCount];
        for (int column = 0; column < x.ColumnCount; column++)
        {
            Multiply(alignment, x.Column(column).ToArray(), image);
            mx.SetColumn(column, image);
        }

        var p = Matrix<double>.Build.Dense(
            x.ColumnCount, model.NumberOfComponents, (row, c) =>
                model.Content.Projection!.Axes[(c * x.ColumnCount) + row] / Math.Sqrt(x.RowCount));
        Matrix<double> left = x.TransposeThisAndMultiply(mx) * p;
        Matrix<double> right = x.TransposeThisAndMultiply(x) * p * Matrix<double>.Build.DenseOfDiagonalArray([.. model.Eigenvalues]);

        Assert.IsInRange(0, LargestBackwardError * left.FrobeniusNorm(), (left - right).FrobeniusNorm());
        Matrix<double> gram = (x * p).TransposeThisAndMultiply(x * p);
        Assert.IsInRange(0, 1e-9, (gram - Matrix<double>.Build.DenseIdentity(model.NumberOfComponents)).InfinityNorm());
    }

    private static (LleModel Model, AlignmentMatrix Alignment, CenteredFeatures Features) Fit(
        ReferenceCase reference, string methodName, LleMethod method)
    {
        var options = new LleOptions
        {
            Method = method,
            NumberOfComponents = reference.NumberOfComponents,
            NumberOfNeighbors = reference.NumberOfNeighbors(methodName),
        };
        FeatureMatrix rows = reference.Rows();
        var context = new FitContext();
        CenteredFeatures features = CenteredFeatures.Create(rows, context);
        NeighborGraph graph = NeighborSearches.Create(features).FindGraph(options.KnownNumberOfNeighbors, context);
        return (LocallyLinearEmbedding.Fit(rows, options), options.Variant.Align(features, graph, 0, options.Geometry, context), features);
    }

    private static void Multiply(AlignmentMatrix alignment, double[] vector, double[] image)
    {
        if (alignment is AssembledAlignment assembled)
        {
            Multiply(assembled.Matrix, vector, image);
            return;
        }

        SparseMatrix residual = ((FactoredAlignment)alignment).Residual;
        double[] half = new double[vector.Length];
        Multiply(residual, vector, half);
        Array.Clear(image);
        for (int row = 0; row < residual.NumberOfRows; row++)
        {
            for (int at = residual.RowStarts[row]; at < residual.RowStarts[row + 1]; at++)
            {
                image[residual.Columns[at]] += residual.Values[at] * half[row];
            }
        }
    }

    private static void Multiply(SparseMatrix matrix, double[] vector, double[] image)
    {
        for (int row = 0; row < matrix.NumberOfRows; row++)
        {
            double sum = 0;
            for (int at = matrix.RowStarts[row]; at < matrix.RowStarts[row + 1]; at++)
            {
                sum += matrix.Values[at] * vector[matrix.Columns[at]];
            }

            image[row] = sum;
        }
    }

    /// <summary>M + 1 1^T / n, whose inverse on vectors without mean is M's pseudo-inverse, factored by a library.</summary>
    private static LU<double> OnCentredVectors(AlignmentMatrix alignment)
    {
        int n = alignment.Size;
        var dense = Matrix<double>.Build.Dense(n, n);
        double[] unit = new double[n];
        double[] image = new double[n];
        for (int column = 0; column < n; column++)
        {
            unit[column] = 1;
            Multiply(alignment, unit, image);
            unit[column] = 0;
            dense.SetColumn(column, image);
        }

        return (dense + (1.0 / n)).LU();
    }

    private static double NormOf(AlignmentMatrix alignment) =>
        (alignment is AssembledAlignment assembled ? assembled.Matrix : ((FactoredAlignment)alignment).Residual).Values.Max(Math.Abs);
}
