using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Eigen;
using LleTransforms.Core.Tests.LinearAlgebra.Dense;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Alignment;

/// <summary>M^+ applied to vectors that are near eigenvectors, against what it makes of any others.</summary>
[TestClass]
public sealed class EigenvectorRefinementTests
{
    private const int Size = 300;
    private const int Wanted = 3;
    private const double Tolerance = 1e-6;

    private static readonly FactoredAlignment Cube = AlignmentProblems.Cube(Size, 8, 12, 5);

    [TestMethod]
    public void What_vectors_lack_takes_few_iterations()
    {
        InexactPseudoInverse whole = Inexact(Cube), refined = Inexact(Cube);
        (ColumnBlock vectors, double[] eigenvalues) = NearEigenvectors(1e-6);
        int before = whole.InnerIterations;
        whole.Apply(vectors.Clone(), new FitContext());
        refined.Refine(vectors, eigenvalues, new FitContext());
        Assert.IsInRange(1, (whole.InnerIterations - before) / 2, refined.InnerIterations - before);
        Assert.AreEqual(whole.InnerSolves, refined.InnerSolves);
    }

    [TestMethod]
    [DataRow(1e-8)]
    [DataRow(1e-5)]
    [DataRow(1e-3)]
    [DataRow(0.5)]
    public void Inner_iterations_leave_what_an_application_leaves(double noise) =>
        AssertNearImages(Inexact(Cube), noise);

    [TestMethod]
    [DataRow(1e-8)]
    [DataRow(1e-5)]
    [DataRow(1e-3)]
    [DataRow(0.5)]
    public void Single_precision_leaves_what_an_application_leaves(double noise)
    {
        var context = new FitContext();
        SymbolicFactor symbolic = Cube.Analyze(context);
        using HeldFactor held = new(symbolic.StoredBytes(FactorKind.SingleLu));
        AssertNearImages(Cube.FactorInSinglePrecision(symbolic, Tolerance, 1, held, context), noise);
    }

    [TestMethod]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    [DataRow(0.0)]
    [DataRow(-1e6)]
    public void An_eigenvalue_that_is_none_is_not_used(double eigenvalue)
    {
        (ColumnBlock vectors, double[] eigenvalues) = NearEigenvectors(1e-5);
        ColumnBlock expected = vectors.Clone();
        eigenvalues[1] = eigenvalue;
        Inexact(Cube).Apply(expected, new FitContext());
        Inexact(Cube).Refine(vectors, eigenvalues, new FitContext());
        CollectionAssert.AreEqual(expected.Values, vectors.Values);
    }

    /// <summary>The images of unit vectors, but for their lengths, differ from exact ones by what the solves may leave.</summary>
    private static void AssertNearImages(IPseudoInverse inverse, double noise)
    {
        (ColumnBlock vectors, double[] eigenvalues) = NearEigenvectors(noise);
        Matrix<double> a = DenseReference.ToDense(Cube.Residual);
        Matrix<double> exact = a.TransposeThisAndMultiply(a).PseudoInverse() * vectors.ToMatrix();
        inverse.Refine(vectors, eigenvalues, new FitContext());
        for (int c = 0; c < Wanted; c++)
        {
            Vector<double> expected = exact.Column(c).Normalize(2), found = vectors.ToMatrix().Column(c).Normalize(2);
            Assert.IsInRange(0, 1e-4, (expected - found).L2Norm());
        }
    }

    private static InexactPseudoInverse Inexact(FactoredAlignment alignment) =>
        alignment.Approximate(alignment.Analyze(new FitContext()), new InexactOptions(1e-2, long.MaxValue, Tolerance), new FitContext());

    /// <summary>Eigenvectors with as much noise, and their eigenvalues of M^+. The noise went through M^+ as that of Lanczos did. The last
    /// column is random, as a column is that has not converged.</summary>
    private static (ColumnBlock Vectors, double[] Eigenvalues) NearEigenvectors(double noise)
    {
        (double[] values, Matrix<double> bottom) = DenseReference.Bottom(Cube, Wanted);
        Matrix<double> a = DenseReference.ToDense(Cube.Residual);
        Matrix<double> random = SparseProblems.ToMatrix(SparseProblems.RandomNumbers(4 * Size, 7));
        Matrix<double> smooth = (a.TransposeThisAndMultiply(a).PseudoInverse() * random).NormalizeColumns(2);
        ColumnBlock block = new(Size);
        for (int i = 0; i < Size; i++)
        {
            for (int c = 0; c < 4; c++)
            {
                block[i, c] = c < Wanted ? bottom[i, c] + (noise * smooth[i, c]) : random[i, c];
            }
        }

        block.Center(new FitContext());
        return (block, [.. values.Select(value => 1 / value)]);
    }
}
