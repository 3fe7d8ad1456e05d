using System.Numerics.Tensors;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Alignment;

/// <summary>M = A^T A with A = I - W, where the rows of W sum to one (standard LLE). Solvers work on A, since its condition is the root of
/// M's.</summary>
internal sealed class FactoredAlignment(SparseMatrix residual, int sinkRow) : AlignmentMatrix
{
    /// <summary>A left null vector that grows beyond this from the bordered row makes the border worth moving.</summary>
    private const double LargestGrowth = 1e3;

    /// <summary>What is added to A's diagonal before it is factored incompletely, so that its null vector leaves no pivot at 0.</summary>
    private const double InnerShift = 1e-4;

    /// <summary>Smaller pivots of that factor are replaced.</summary>
    private const double SmallestInnerPivot = 1e-2;

    private static readonly IncompleteOptions[] _attempts = [new(1e-4, 5e-3, 1e-2, 0), new(1e-4, 5e-4, 1e-3, 0)];

    /// <summary>A = I - W, n x n.</summary>
    public SparseMatrix Residual { get; } = residual;

    /// <summary>A row of the sink strongly connected component: where the factorisation of A may be bordered.</summary>
    public int SinkRow { get; } = sinkRow;

    public override SparseMatrix Stored => Residual;

    public override bool DrownsSmallEigenvalues => false;

    public override double Norm()
    {
        double norm = Residual.InfinityNorm();
        return norm * norm;
    }

    public override double[] Multiply(ReadOnlySpan<double> vector)
    {
        double[] half = new double[vector.Length];
        double[] image = new double[vector.Length];
        Residual.AddProduct(vector, half);
        Residual.AddTransposedProduct(half, image);
        return image;
    }

    public override void Complete(ref DenseMatrix image, ref DenseMatrix target, SparseMatrix transpose, RunContext context) =>
        transpose.Multiply(image, target, context);

    /// <remarks>A is not restricted, since what is left of a row of weights would not sum to one. Methods whose M is factored cover every
    /// row, so nobody asks.</remarks>
    public override AlignmentMatrix Restrict(int[] rows) =>
        throw new NotSupportedException("A matrix of weights has an entry for every row and is not restricted.");

    public override AlignmentMatrix Renumber(Renumbering renumbering, RunContext context) =>
        new FactoredAlignment(renumbering.Apply(Residual, context), renumbering.NewNumber(SinkRow));

    public override SymbolicFactor Analyze(RunContext context) => SymbolicFactor.Analyze(Residual, context);

    /// <remarks>Factors A exactly, by an LU that is bordered at one row.</remarks>
    public override IPseudoInverse Factor(SymbolicFactor symbolic, int workers, HeldFactor held, RunContext context) =>
        Border(symbolic, held, context, row =>
        {
            RefinedSolver solver = new(
                Bordered(symbolic, row), held.Hold(SparseLu<double>.Compute(symbolic, row, context, workers)));
            return FactoredPseudoInverse.Create(solver, solver, Size, row, null, context);
        });

    public override IPseudoInverse FactorInSinglePrecision(
        SymbolicFactor symbolic, double tolerance, int workers, HeldFactor held, RunContext context) =>
        Border(symbolic, held, context, row =>
        {
            FactoredMatrix bordered = Bordered(symbolic, row);
            SupernodalFactor<float> factor = held.Hold(SparseLu<float>.Compute(symbolic, row, context, workers));
            return FactoredPseudoInverse.Create(
                new SinglePrecisionSolver(bordered, factor, tolerance),
                new SinglePrecisionSolver(bordered, factor, InexactPseudoInverse.LeftNullShare * tolerance), Size, row,
                Refinement(symbolic), context);
        });

    public override InexactPseudoInverse Approximate(SymbolicFactor symbolic, InexactOptions options, RunContext context)
    {
        IncompleteOptions incomplete = new(InnerShift, options.DropTolerance, SmallestInnerPivot, options.LargestNonzeros)
        {
            IsMemoryLimit = options.IsMemoryLimit,
            LargestOperations = options.LargestOperations,
        };
        IncompleteLu factors = IncompleteLu.Compute(Residual, symbolic.Transpose, symbolic.IncompleteTree, Unscaled(), incomplete, context);
        return Approximate(symbolic, factors, options.Tolerance, context);
    }

    public override InexactPseudoInverse Approximate(
        SymbolicFactor symbolic, IncompleteLu factors, double tolerance, RunContext context)
    {
        int border = BorderRow.Choose(Residual, symbolic.Transpose, SinkRow, context);
        return InexactPseudoInverse.Create(
            new BorderedSystem(Residual, factors, border, context), LargestGrowth, tolerance, Refinement(symbolic), context);
    }

    public override IncompletePlan Incomplete(int attempt) => new(_attempts[attempt], Unscaled(), IsSquared: true);

    public override DenseMatrix LeftOf(DenseMatrix block, DenseMatrix image) => image;

    /// <remarks>A V = Q R by modified Gram-Schmidt, then the singular values of the small R by Jacobi
    /// rotations, which are accurate relative to each.</remarks>
    public override (double[] Values, DenseMatrix Rotation) ProjectedPairs(DenseMatrix basis, DenseMatrix images, RunContext context)
    {
        int d = images.NumberOfRows;
        DenseMatrix r = new(d, d);
        for (int c = 0; c < d; c++)
        {
            context.ThrowIfCancelled();
            Span<double> column = images.Row(c);
            for (int j = 0; j < c; j++)
            {
                double dot = TensorPrimitives.Dot<double>(images.Row(j), column);
                r[j, c] = dot;
                TensorPrimitives.MultiplyAdd(images.Row(j), -dot, column, column);
            }

            double norm = TensorPrimitives.Norm<double>(column);
            r[c, c] = norm;
            if (norm > 0)
            {
                TensorPrimitives.Multiply(column, 1 / norm, column);
            }
        }

        return OneSidedJacobi.SmallestFirst(r);
    }

    public override DenseMatrix OnComplement(double[] reflector, RunContext context)
    {
        DenseMatrix dense = Residual.ToDense();
        Reflection.OfRows(dense, reflector, context);
        return Reflection.WithoutFirstColumn(dense, firstRow: 0);
    }

    public override DenseMatrix Quadratic(Whitening directions, RunContext context) => directions.SquareOf(Residual, context);

    public override DenseMatrix Reduce(SparseMatrix interpolation, RunContext context) =>
        ReducedMatrix.OfSquare(Residual, interpolation, context);

    private EigenvectorRefinement Refinement(SymbolicFactor symbolic) => new(Residual, symbolic.Transpose);

    private FactoredMatrix Bordered(SymbolicFactor symbolic, int row) => new(Residual, symbolic.Transpose, row, 0);

    /// <summary>The border moves once where its first place proves poor.</summary>
    private FactoredPseudoInverse Border(
        SymbolicFactor symbolic, HeldFactor held, RunContext context, Func<int, FactoredPseudoInverse> factor)
    {
        FactoredPseudoInverse result = factor(BorderRow.Choose(Residual, symbolic.Transpose, SinkRow, context));
        if (result.LeftNullGrowth(out int largest) <= LargestGrowth)
        {
            return result;
        }

        // The memory of a factor with another border is needed for this one.
        held.Dispose();
        return factor(largest);
    }

    private double[] Unscaled()
    {
        double[] scaling = new double[Size];
        Array.Fill(scaling, 1);
        return scaling;
    }
}
