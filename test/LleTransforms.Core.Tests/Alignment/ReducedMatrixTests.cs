using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Eigen;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Alignment;

/// <summary>Z^T M Z against its definition, for M in either form, of one block of rows and of more.</summary>
[TestClass]
public sealed class ReducedMatrixTests
{
    [TestMethod]
    [DataRow(10, 10)]
    [DataRow(60, 4)]
    [DataRow(60, 1)]
    [DataRow(1024, 32)]
    [DataRow(1025, 40)]
    [DataRow(2200, 70)]
    public void Is_the_product_of_the_three(int rowCount, int spacing)
    {
        SparseMatrix interpolation = LandmarkProblems.Interpolation(rowCount, spacing, 5, 1);
        FactoredAlignment factored = LinearProblems.Factored(rowCount);
        Matrix<double> z = DenseReference.ToDense(interpolation);
        Matrix<double> expected = z.TransposeThisAndMultiply(LinearProblems.Product(factored, z));

        AssertLower(expected, factored.Reduce(interpolation, new FitContext()));
        AssertLower(expected, AlignmentProblems.Assemble(factored).Reduce(interpolation, new FitContext()));
    }

    [TestMethod]
    public void Threads_do_not_change_a_bit()
    {
        SparseMatrix interpolation = LandmarkProblems.Interpolation(1500, 20, 6, 2);
        FactoredAlignment factored = LinearProblems.Factored(1500);
        foreach (AlignmentMatrix alignment in (AlignmentMatrix[])[factored, AlignmentProblems.Assemble(factored)])
        {
            CollectionAssert.AreEqual(
                alignment.Reduce(interpolation, new FitContext(numberOfThreads: 1)).Values,
                alignment.Reduce(interpolation, new FitContext(numberOfThreads: 3)).Values);
        }
    }

    private static void AssertLower(Matrix<double> expected, DenseMatrix found)
    {
        int size = expected.RowCount;
        Assert.AreEqual((size, size), (found.NumberOfRows, found.NumberOfColumns));
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Assert.AreEqual(expected[i, j], found[i, j], 1e-12, $"{i}, {j}");
            }
        }
    }
}
