using LleTransforms.Eigen;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Reliability.Numerics;

/// <summary>How far a solution is from the reference.</summary>
/// <param name="Residual">The norm of M Y - Y L over that of M; for a linear method within the features' span.</param>
/// <param name="Orthonormality">The norm of Y^T Y - I.</param>
/// <param name="EigenvalueError">The largest error of an eigenvalue over the norm of M.</param>
/// <param name="RelativeError">The same over the eigenvalue itself, where it is above 1e-8 of the norm of M.</param>
/// <param name="ExcessCost">By how much tr(Y^T M Y) is above the least possible, over that and 1e-8 of the norm of M.</param>
/// <param name="GapAngle">The root of the sum of squared sines of the angles to the reference's space,
/// times the relative gap behind it.</param>
internal readonly record struct NumericsFigures(
    double Residual, double Orthonormality, double EigenvalueError, double RelativeError, double ExcessCost, double GapAngle)
{
    private const double Negligible = 1e-8;

    public static NumericsFigures Of(DenseReference reference, double[] values, Matrix<double> y)
    {
        int d = values.Length;
        Matrix<double> residual = (reference.Matrix * y) - (y * Matrix<double>.Build.DenseOfDiagonalArray(values));
        if (reference.Basis is Matrix<double> u)
        {
            residual = u.TransposeThisAndMultiply(residual);
        }

        double norm = reference.Norm;
        double error = 0;
        double relative = 0;
        for (int i = 0; i < d; i++)
        {
            double difference = Math.Abs(values[i] - reference.Values[i]);
            error = Math.Max(error, difference / norm);
            if (reference.Values[i] > Negligible * norm)
            {
                relative = Math.Max(relative, difference / reference.Values[i]);
            }
        }

        double least = reference.Values.Take(d).Sum();
        double excess = ((y.TransposeThisAndMultiply(reference.Matrix) * y).Trace() - least) / (least + (Negligible * norm));
        return new NumericsFigures(
            residual.FrobeniusNorm() / norm,
            (y.TransposeThisAndMultiply(y) - Matrix<double>.Build.DenseIdentity(d)).FrobeniusNorm(),
            error,
            relative,
            Math.Max(0, excess),
            AngleTimesGap(reference, y));
    }

    /// <summary>The worse of two, figure by figure.</summary>
    public NumericsFigures Worst(NumericsFigures other) => new(
        Math.Max(Residual, other.Residual),
        Math.Max(Orthonormality, other.Orthonormality),
        Math.Max(EigenvalueError, other.EigenvalueError),
        Math.Max(RelativeError, other.RelativeError),
        Math.Max(ExcessCost, other.ExcessCost),
        Math.Max(GapAngle, other.GapAngle));

    private static double AngleTimesGap(DenseReference reference, Matrix<double> y)
    {
        int d = y.ColumnCount;
        if (reference.Values.Length <= d)
        {
            return 0;
        }

        Matrix<double> space = reference.Vectors.SubMatrix(0, y.RowCount, 0, d);
        double sine = (y - (space * space.TransposeThisAndMultiply(y))).FrobeniusNorm();

        // Eigenvalues that are all rounding have no gap to speak of.
        double gap = (reference.Values[d] - reference.Values[d - 1]) / (reference.Values[d] + (Negligible * reference.Norm));
        return sine * Math.Max(0, gap);
    }
}

/// <summary>Solves a problem by the engine.</summary>
internal static class EngineSolution
{
    /// <returns>The eigenvalues, unit vectors as columns, and the solver that gave them.</returns>
    public static (double[] Values, Matrix<double> Vectors, string Solver) Solve(NumericsProblem problem, LleEigenSolver solver)
    {
        int n = problem.Features.NumberOfRows;
        if (problem.Method.IsLinear())
        {
            LinearAlignment linear =
                LinearAlignment.Solve(problem.Features, problem.Alignment, problem.NumberOfComponents, new FitContext());
            Matrix<double> x =
                Matrix<double>.Build.Dense(n, problem.Features.NumberOfColumns, (row, c) => problem.Features.Row(row)[c] - linear.Mean[c]);
            var axes = Matrix<double>.Build.DenseOfColumnMajor(x.ColumnCount, linear.Axes.NumberOfRows, linear.Axes.Values);
            return (linear.Eigenvalues, x * axes, "reduced");
        }

        EigenSolution solution = BottomEigenvectors.Find(
            problem.Alignment, new EigenRequest(problem.NumberOfComponents, 1) { Solver = solver }, new FitContext());
        var vectors = Matrix<double>.Build.DenseOfColumnMajor(n, problem.NumberOfComponents, solution.Vectors.Values);
        return (solution.Eigenvalues, vectors, solution.Solver.Split(',')[0]);
    }
}
