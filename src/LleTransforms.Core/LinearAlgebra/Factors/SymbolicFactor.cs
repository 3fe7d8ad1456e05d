using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>Everything about a factorisation that needs no numbers: the order, the structure, and what it will cost.</summary>
internal sealed class SymbolicFactor
{
    private readonly SymmetricPattern _pattern;
    private readonly Dictionary<FactorKind, FrontalPlan> _plans = [];
    private bool _hasRows;

    private SymbolicFactor(SparseMatrix matrix, SparseMatrix transpose, FillReducingOrder order, bool isSymmetric)
    {
        Matrix = matrix;
        Transpose = transpose;
        _pattern = order.Pattern;
        Tree = order.Exact;
        IncompleteTree = order.Incomplete;
        Kind = isSymmetric ? FactorKind.Cholesky : FactorKind.Lu;
    }

    public SparseMatrix Matrix { get; }

    public SparseMatrix Transpose { get; }

    public EliminationTree Tree { get; }

    /// <summary>The order of incomplete factors.</summary>
    public EliminationTree IncompleteTree { get; }

    /// <summary>Nonzeros of L + U before supernodes are relaxed.</summary>
    public long Nonzeros => Tree.Nonzeros;

    /// <summary>Multiplications and additions of the LU factorisation.</summary>
    public double Flops => Tree.Flops;

    /// <summary>The supernodes and the rows of each, which are found when they are first asked for.</summary>
    public SupernodalStructure Structure
    {
        get
        {
            if (!_hasRows)
            {
                Outline.FindRows(_pattern);
                _hasRows = true;
            }

            return Outline;
        }
    }

    public SubtreeSchedule Schedule => field ??= SubtreeSchedule.Cut(Outline);

    /// <summary>The factors that the matrix has in double precision.</summary>
    public FactorKind Kind { get; }

    private SupernodalStructure Outline => field ??= SupernodalStructure.Outline(Tree);

    private double StructureBytes => (4.0 * Outline.RowStarts[Outline.Count]) + (60.0 * Outline.Count) + (12.0 * _pattern.Size);

    /// <summary>The order of the fronts, and what is held at once.</summary>
    public FrontalPlan PlanOf(FactorKind kind)
    {
        if (!_plans.TryGetValue(kind, out FrontalPlan? plan))
        {
            plan = FrontalPlan.Of(Outline, Schedule, kind, AvailableMemory.Limit);
            _plans.Add(kind, plan);
        }

        return plan;
    }

    /// <summary>Bytes of the stored factors and of what the structure holds.</summary>
    public double StoredBytes(FactorKind kind) => StructureBytes + PlanOf(kind).StoredBytes;

    /// <summary>Bytes that a factorisation holds at its peak where so many subtrees are eliminated at once.</summary>
    public double PeakBytes(FactorKind kind, int workers) =>
        PlanOf(kind).PeakBytes(workers) + StructureBytes + (4.0 * _pattern.Size * (workers + 1));

    /// <summary>Bytes of a row of the order and the structure, of a matrix with so many entries a row.</summary>
    public static double BytesOfRow(double entries) => (24 * entries) + 500;

    /// <param name="matrix">A square matrix.</param>
    /// <param name="context">Where to stop.</param>
    /// <param name="isSymmetric">Whether the matrix is its own transpose. The counts are those of an LU all the same.</param>
    /// <param name="order">The order by minimum degree, where it is known already.</param>
    public static SymbolicFactor Analyze(
        SparseMatrix matrix, RunContext context, bool isSymmetric = false, DegreeOrder? order = null)
    {
        SparseMatrix transpose = isSymmetric ? matrix : matrix.Transpose();
        context.ThrowIfCancelled();
        order ??= DegreeOrder.Find(
            isSymmetric
                ? SymmetricPattern.OfSymmetric(matrix.RowStarts, matrix.Columns, context)
                : SymmetricPattern.Of(matrix, transpose, context),
            context);
        return new SymbolicFactor(matrix, transpose, FillReducingOrder.Choose(order, context), isSymmetric);
    }
}
