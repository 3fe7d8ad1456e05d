using System.Numerics.Tensors;
using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>
/// The problem Z^T M Z y = lambda Z^T Z y as an operator whose largest eigenpairs are wanted: F^-1 Z^T Z F^-T. Here F F^T = Z^T M Z + a b
/// b^T / n and b = Z^T 1.
/// </summary>
/// <remarks>
/// Vladymyrov and Carreira-Perpinan 2013, equation 5. The reduction to a standard problem follows Golub and Van Loan, section 8.7. The
/// roles of the two matrices are exchanged, since the bottom is wanted. The weights of a row sum to one, so y = 1 has the eigenvalue 0. The
/// term of rank one moves it to a, among the large ones, and changes no other. So no shift is needed. One Householder reflection turns its
/// vector F^T 1 into the constant, which the eigen solvers project out. An instance is one caller's scratch. Cost of one application to
/// four vectors: 4 L^2 multiplications and additions, and those of Z^T Z.
/// </remarks>
internal sealed class ReducedPencil : IPseudoInverse
{
    private readonly LandmarkMass _mass;
    private readonly DenseCholesky _factor;
    private readonly double[] _reflector;

    private ReducedPencil(LandmarkMass mass, DenseCholesky factor)
    {
        _mass = mass;
        _factor = factor;
        _reflector = ReflectorToConstant(factor);
    }

    public int Size => _factor.Size;

    /// <exception cref="SolverException">Z^T M Z is singular beyond its constant vector.</exception>
    public static ReducedPencil Create(AlignmentMatrix alignment, SparseMatrix interpolation, FitContext context)
    {
        var mass = new SparseLandmarkMass(interpolation);
        return Create(alignment.Reduce(interpolation, context), mass, context);
    }

    /// <param name="reduced">Z^T M Z, the lower triangle filled; it is overwritten.</param>
    /// <param name="mass">Z^T Z.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    /// <exception cref="SolverException">Z^T M Z is singular beyond its constant vector.</exception>
    public static ReducedPencil Create(DenseMatrix reduced, LandmarkMass mass, FitContext context)
    {
        AddConstant(reduced, mass);
        context.Report(LlePhase.Factorization, 0, 1);
        DenseCholesky factor = DenseCholesky.TryFactor(reduced, context) ?? throw new SolverException(
            $"the matrix of {reduced.NumberOfRows} landmarks is singular to working precision");
        context.Report(LlePhase.Factorization, 1, 1);
        return new ReducedPencil(mass, factor);
    }

    public void Apply(ColumnBlock block, RunContext context)
    {
        Reflect(block);
        _factor.SolveUpper(block);
        _mass.Apply(block, context);
        _factor.SolveLower(block);
        Reflect(block);
        block.Center(context);
    }

    /// <summary>What the landmarks get from eigenvectors of the operator: F^-T v, L x 4.</summary>
    public ColumnBlock ToLandmarks(ColumnBlock block)
    {
        ColumnBlock solved = block.Clone();
        Reflect(solved);
        _factor.SolveUpper(solved);
        return solved;
    }

    /// <summary>Adds a b b^T / n, where a is as large as the eigenvalues are on average.</summary>
    private static void AddConstant(DenseMatrix reduced, LandmarkMass mass)
    {
        int size = reduced.NumberOfRows;
        double trace = 0;
        for (int i = 0; i < size; i++)
        {
            trace += reduced[i, i];
        }

        double[] sums = mass.Sums;
        double factor = trace / mass.Trace / mass.NumberOfRows;
        for (int i = 0; i < size; i++)
        {
            Span<double> row = reduced.Row(i)[..(i + 1)];
            TensorPrimitives.MultiplyAdd(sums.AsSpan(0, i + 1), factor * sums[i], row, row);
        }
    }

    /// <summary>The unit vector w whose reflection I - 2 w w^T takes F^T 1 to a multiple of the constant.</summary>
    private static double[] ReflectorToConstant(DenseCholesky factor)
    {
        double[] ones = new double[factor.Size];
        Array.Fill(ones, 1.0);
        double[] reflector = factor.MultiplyUpper(ones);
        TensorPrimitives.Multiply(reflector, 1 / TensorPrimitives.Norm<double>(reflector), reflector);
        double constant = 1 / Math.Sqrt(factor.Size);
        TensorPrimitives.Add(reflector, TensorPrimitives.Sum<double>(reflector) < 0 ? -constant : constant, reflector);
        TensorPrimitives.Multiply(reflector, 1 / TensorPrimitives.Norm<double>(reflector), reflector);
        return reflector;
    }

    private void Reflect(ColumnBlock block)
    {
        for (int c = 0; c < ColumnBlock.Width; c++)
        {
            double along = 0;
            for (int i = 0; i < Size; i++)
            {
                along += _reflector[i] * block[i, c];
            }

            for (int i = 0; i < Size; i++)
            {
                block[i, c] -= 2 * along * _reflector[i];
            }
        }
    }
}
