using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.Running;

namespace LleTransforms.Alignment;

/// <summary>
/// M^+ = A^+ A^+T from one LU of A_p = A + e_r e_r^T, exact and without a shift. Since A 1 = 0, a centred v gives A_p^T y = v with y_r = 0,
/// so A^T y = v. Then y is made orthogonal to the left null vector u, for which A_p^T u = e_r. So A_p x = y has x_r = 0, which gives A x =
/// y. Cost of one application: two refined solves.
/// </summary>
internal sealed class FactoredPseudoInverse : IPseudoInverse
{
    private readonly IFactorSolver _solver;
    private readonly EigenvectorRefinement? _refinement;
    private readonly double[] _leftNull;
    private readonly double _leftNullSquaredNorm;

    private FactoredPseudoInverse(IFactorSolver solver, EigenvectorRefinement? refinement, double[] leftNull)
    {
        _solver = solver;
        _refinement = refinement;
        _leftNull = leftNull;
        foreach (double u in leftNull)
        {
            _leftNullSquaredNorm += u * u;
        }
    }

    public int Size => _leftNull.Length;

    /// <summary>The largest entry of the left null vector, scaled to 1 at the bordered row: large means a
    /// poor choice of that row.</summary>
    public double LeftNullGrowth(out int largestRow)
    {
        double largest = 0;
        largestRow = 0;
        for (int i = 0; i < _leftNull.Length; i++)
        {
            if (Math.Abs(_leftNull[i]) > largest)
            {
                (largest, largestRow) = (Math.Abs(_leftNull[i]), i);
            }
        }

        return largest;
    }

    /// <param name="solver">Solves with A_p.</param>
    /// <param name="fine">Finds the left null vector, which is needed to more digits than what it is taken out of.</param>
    /// <param name="size">n.</param>
    /// <param name="borderedRow">r.</param>
    /// <param name="refinement">Spares passes of refinement; null where solves have none to spare.</param>
    /// <param name="context">Threads and cancellation.</param>
    public static FactoredPseudoInverse Create(
        IFactorSolver solver, IFactorSolver fine, int size, int borderedRow, EigenvectorRefinement? refinement, RunContext context)
    {
        ColumnBlock block = new(size);
        block.Row(borderedRow).Fill(1);
        fine.Solve(block, transposed: true, context);
        double[] leftNull = new double[size];
        for (int i = 0; i < size; i++)
        {
            leftNull[i] = block[i, 0];
        }

        return new FactoredPseudoInverse(solver, refinement, leftNull);
    }

    public void Apply(ColumnBlock block, RunContext context) => Apply(block, null, context);

    public void Refine(ColumnBlock vectors, ReadOnlySpan<double> eigenvalues, RunContext context)
    {
        if (_refinement is null)
        {
            Apply(vectors, context);
        }
        else
        {
            _refinement.Run(vectors, eigenvalues, (block, scales) => Apply(block, scales, context), context);
        }
    }

    private void Apply(ColumnBlock block, ResidualScales? scales, RunContext context)
    {
        block.Center(context);
        _solver.Solve(block, transposed: true, context, scales?.OfFirst);
        block.Deflate(_leftNull, _leftNullSquaredNorm, context);
        _solver.Solve(block, transposed: false, context, scales?.OfSecond);
        block.Center(context);
    }
}
