using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Products and incomplete solves of pairs against those of full matrices, on graphs of every shape.</summary>
[TestClass]
public sealed class BorderedSystemTests
{
    public static IEnumerable<object[]> Shapes => SparseProblems.Names.SelectMany(shape => new[] { false, true }, (shape, transposed) =>
        new object[] { shape, transposed });

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Products_are_those_of_the_bordered_matrix(string shape, bool transposed)
    {
        SparseMatrix matrix = SparseProblems.Matrix(shape);
        int last = matrix.NumberOfRows - 1;
        BorderedSystem system = InnerSystems.Of(matrix, 0.05);
        Assert.AreEqual(0, system.Order[system.BorderedPlace]);
        AssertMultiplies(system, 0);
        Assert.AreEqual(last, system.Order[system.WithBorder(last).BorderedPlace]);
        AssertMultiplies(system.WithBorder(last), last);
        Assert.AreEqual(0, system.Order[system.BorderedPlace], "The first system keeps its border.");

        void AssertMultiplies(BorderedSystem bordered, int row)
        {
            double[] source = SparseProblems.RandomNumbers(2 * bordered.Size, 3), target = new double[source.Length];
            bordered.Multiply(source, target, transposed);
            Matrix<double> expected = InnerSystems.Dense(matrix, bordered, transposed) * InnerSystems.ToMatrix(source);
            Assert.AreEqual(
                0, (expected - InnerSystems.ToMatrix(target)).FrobeniusNorm(), 1e-13 * expected.FrobeniusNorm(), $"border {row}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Solves_are_those_of_the_factors_to_single_precision(string shape, bool transposed)
    {
        SparseMatrix matrix = SparseProblems.Matrix(shape);
        IncompleteLu factors = InnerSystems.Factor(matrix, 0.02);
        BorderedSystem system = InnerSystems.Of(matrix, 0.02);
        int n = system.Size;
        Matrix<double> lower = Matrix<double>.Build.DenseIdentity(n);
        Matrix<double> upper = Matrix<double>.Build.DenseOfDiagonalArray([.. factors.ReciprocalPivots.Select(value => 1 / value)]);
        for (int k = 0; k < n; k++)
        {
            for (int p = factors.Lower.Starts[k]; p < factors.Lower.Starts[k + 1]; p++)
            {
                lower[factors.Lower.Indices[p], k] = (float)factors.Lower.Values[p];
            }

            for (int p = factors.Upper.Starts[k]; p < factors.Upper.Starts[k + 1]; p++)
            {
                upper[k, factors.Upper.Indices[p]] = (float)factors.Upper.Values[p];
            }
        }

        double[] source = SparseProblems.RandomNumbers(2 * n, 3), target = new double[source.Length];
        source.CopyTo(target, 0);
        system.Precondition(target, transposed);
        Matrix<double> product = transposed ? (lower * upper).Transpose() : lower * upper;
        Matrix<double> right = InnerSystems.ToMatrix(source);
        Assert.AreEqual(0, ((product * InnerSystems.ToMatrix(target)) - right).FrobeniusNorm(), 1e-11 * right.FrobeniusNorm());
        Assert.AreEqual(factors.Nonzeros, system.Nonzeros);
    }
}
