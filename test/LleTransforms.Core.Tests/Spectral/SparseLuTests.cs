using LleTransforms.Spectral;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Spectral;

[TestClass]
public class SparseLuTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Solves_agree_with_a_dense_solve(bool transposed)
    {
        const int Size = 220;
        FactoredAlignment cube = AlignmentProblems.Cube(Size, 8, 12, 9);
        FitContext context = new();
        SymbolicFactor symbolic = SymbolicFactor.Analyze(cube.Residual, context);
        SupernodalFactor factor = SparseLu.Compute(
            symbolic.Structure, symbolic.Schedule, cube.Residual, symbolic.Transpose, cube.SinkRow, 0, context, out int replaced);

        double[] block = new double[Size * 4];
        ColumnBlock.FillRandom(block, new Random(3));
        Matrix<double> right = Matrix<double>.Build.Dense(Size, 4, (i, c) => block[(4 * i) + c]);
        factor.Solve(block, transposed, context);

        Matrix<double> dense = DenseReference.ToDense(cube.Residual);
        dense[cube.SinkRow, cube.SinkRow] += 1;
        Matrix<double> found = Matrix<double>.Build.Dense(Size, 4, (i, c) => block[(4 * i) + c]);
        Matrix<double> image = transposed ? dense.TransposeThisAndMultiply(found) : dense * found;
        Assert.AreEqual(0, replaced);
        Assert.IsInRange(0, 1e-13 * dense.L2Norm() * found.L2Norm(), (image - right).L2Norm());
    }
}
