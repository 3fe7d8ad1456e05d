using LleTransforms.Core.Tests.Eigen;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Systems for inner iterations, and the same by definition.</summary>
internal static class InnerSystems
{
    /// <summary>A matrix with incomplete factors of its own.</summary>
    public static BorderedSystem Of(SparseMatrix matrix, double dropTolerance, int borderedRow = 0) =>
        Of(matrix, matrix, dropTolerance, borderedRow);

    /// <summary>A matrix with the incomplete factors of another.</summary>
    public static BorderedSystem Of(SparseMatrix matrix, SparseMatrix factored, double dropTolerance, int borderedRow = 0) =>
        new(matrix, Factor(factored, dropTolerance), borderedRow, new FitContext());

    public static IncompleteLu Factor(SparseMatrix matrix, double dropTolerance)
    {
        double[] scaling = new double[matrix.NumberOfRows];
        Array.Fill(scaling, 1);
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, new FitContext());
        return IncompleteLu.Compute(
            matrix, symbolic.Transpose, symbolic.Tree, scaling, new IncompleteOptions(1e-4, dropTolerance, 1e-2, long.MaxValue),
            new FitContext());
    }

    /// <summary>A_p or its transpose, rows and columns in the order of the system.</summary>
    public static Matrix<double> Dense(SparseMatrix matrix, BorderedSystem system, bool transposed)
    {
        Matrix<double> a = DenseReference.ToDense(matrix);
        int r = system.Order[system.BorderedPlace];
        a[r, r] += 1;
        Matrix<double> ordered = Matrix<double>.Build.Dense(a.RowCount, a.RowCount, (i, j) => a[system.Order[i], system.Order[j]]);
        return transposed ? ordered.Transpose() : ordered;
    }

    /// <summary>Pairs of columns, entry (i, c) at 2 i + c.</summary>
    public static Matrix<double> ToMatrix(double[] pair) => Matrix<double>.Build.Dense(pair.Length / 2, 2, (i, c) => pair[(2 * i) + c]);
}
