using System.Numerics.Tensors;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Alignment;

/// <summary>M assembled as a symmetric sparse matrix, both triangles stored (modified, Hessian, LTSA).</summary>
internal sealed class AssembledAlignment(OrderedMatrix matrix) : AlignmentMatrix
{
    /// <summary>The shift of a direct factorisation relative to the norm: far above rounding, far below
    /// what tells eigenvalues apart.</summary>
    private const double RelativeShift = 1e-13;

    private static readonly IncompleteOptions[] _attempts = [new(1e-3, 1e-3, 1e-4, 0), new(1e-3, 2e-4, 1e-4, 0)];

    public AssembledAlignment(SparseMatrix matrix)
        : this(new OrderedMatrix(matrix, null))
    {
    }

    /// <summary>M, n x n.</summary>
    public SparseMatrix Matrix => matrix.Matrix;

    public override SparseMatrix Stored => Matrix;

    public override bool DrownsSmallEigenvalues => true;

    public override double Norm() => Matrix.InfinityNorm();

    public override double[] Multiply(ReadOnlySpan<double> vector)
    {
        double[] image = new double[vector.Length];
        Matrix.AddProduct(vector, image);
        return image;
    }

    public override void Complete(ref DenseMatrix image, ref DenseMatrix target, SparseMatrix transpose, RunContext context) =>
        (image, target) = (target, image);

    public override AlignmentMatrix Restrict(int[] rows) => new AssembledAlignment(Matrix.Restrict(rows));

    public override AlignmentMatrix Renumber(Renumbering renumbering, RunContext context) =>
        new AssembledAlignment(renumbering.Apply(Matrix, context));

    public override SymbolicFactor Analyze(RunContext context) => SymbolicFactor.Analyze(Matrix, context, isSymmetric: true, matrix.Order);

    /// <remarks>L D L^T with a small shift.</remarks>
    public override IPseudoInverse Factor(SymbolicFactor symbolic, int workers, HeldFactor held, RunContext context)
    {
        double shift = RelativeShift * Matrix.InfinityNorm();
        SupernodalFactor<double> factor = held.Hold(SparseCholesky.Compute(symbolic, shift, context, workers));
        return new ShiftedPseudoInverse(new RefinedSolver(new FactoredMatrix(Matrix, Matrix, -1, shift), factor), Size);
    }

    public override IncompletePlan Incomplete(int attempt) => new(_attempts[attempt], InverseRootDiagonal(), IsSquared: false);

    public override DenseMatrix LeftOf(DenseMatrix block, DenseMatrix image) => block;

    public override (double[] Values, DenseMatrix Rotation) ProjectedPairs(DenseMatrix basis, DenseMatrix images, RunContext context)
    {
        int d = basis.NumberOfRows;
        DenseMatrix projected = new(d, d);
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                projected[i, j] = TensorPrimitives.Dot<double>(basis.Row(i), images.Row(j));
            }
        }

        return SmallDense.SymmetricEigen(projected, d);
    }

    public override DenseMatrix OnComplement(double[] reflector, RunContext context)
    {
        DenseMatrix dense = Matrix.ToDense();
        Reflection.OfRows(dense, reflector, context);
        Reflection.OfColumns(dense, reflector, context);
        return Reflection.WithoutFirstColumn(dense, firstRow: 1);
    }

    public override DenseMatrix Quadratic(Whitening directions, RunContext context) => directions.QuadraticOf(Matrix, context);

    public override DenseMatrix Reduce(SparseMatrix interpolation, RunContext context) => ReducedMatrix.Of(Matrix, interpolation, context);

    /// <summary>1 / sqrt(M_ii); 1 where the diagonal is not positive or not stored.</summary>
    internal double[] InverseRootDiagonal()
    {
        double[] scaling = new double[Size];
        Array.Fill(scaling, 1);
        for (int i = 0; i < scaling.Length; i++)
        {
            int start = Matrix.RowStarts[i];
            int at = Array.BinarySearch(Matrix.Columns, start, Matrix.RowStarts[i + 1] - start, i);
            if (at >= 0 && Matrix.Values[at] > 0)
            {
                scaling[i] = 1 / Math.Sqrt(Matrix.Values[at]);
            }
        }

        return scaling;
    }
}
