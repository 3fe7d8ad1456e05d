using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// A_p = A + e_r e_r^T and its transpose, with incomplete factors near A, for pairs of columns whose rows stand in the factors' elimination
/// order. Cost of a product and a solve: 4 flops for a pair and each entry of A and of the factors.
/// </summary>
/// <remarks>Immutable: safe for many threads.</remarks>
internal sealed unsafe class BorderedSystem
{
    /// <summary>Bytes of a nonzero of the factors, which are held by rows and by columns.</summary>
    public const double BytesOfNonzero = 2 * (sizeof(int) + sizeof(float));

    private const int Lanes = PairBasis.Width;

    private readonly SparseMatrix _matrix;
    private readonly SparseMatrix _transpose;
    private readonly GatheredTriangle _lower;
    private readonly GatheredTriangle _lowerTransposed;
    private readonly GatheredTriangle _upper;
    private readonly GatheredTriangle _upperTransposed;
    private readonly double[] _reciprocals;
    private readonly Renumbering _renumbering;

    /// <param name="matrix">A.</param>
    /// <param name="factors">Incomplete factors near A.</param>
    /// <param name="borderedRow">r, counted as A counts.</param>
    /// <param name="context">Threads and cancellation.</param>
    public BorderedSystem(SparseMatrix matrix, IncompleteLu factors, int borderedRow, RunContext context)
    {
        Order = factors.Order;
        Nonzeros = factors.Nonzeros;
        _renumbering = new Renumbering(Order);
        _reciprocals = factors.ReciprocalPivots;
        _matrix = _renumbering.Apply(matrix, context);
        _transpose = _matrix.Transpose();
        _lowerTransposed = GatheredTriangle.Of(factors.Lower);
        _lower = _lowerTransposed.Transpose();
        _upper = GatheredTriangle.Of(factors.Upper);
        _upperTransposed = _upper.Transpose();
        BorderedPlace = _renumbering.NewNumber(borderedRow);
    }

    /// <summary>Order[k] is the row that stands at place k.</summary>
    public int[] Order { get; }

    /// <summary>n.</summary>
    public int Size => Order.Length;

    /// <summary>Entries of the factors.</summary>
    public long Nonzeros { get; }

    /// <summary>The place of r.</summary>
    public int BorderedPlace { get; private set; }

    /// <summary>The same with another r, since the factors know nothing of the border.</summary>
    public BorderedSystem WithBorder(int borderedRow)
    {
        BorderedSystem other = (BorderedSystem)MemberwiseClone();
        other.BorderedPlace = _renumbering.NewNumber(borderedRow);
        return other;
    }

    /// <summary>target = A_p source, or A_p^T source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(double[] source, double[] target, bool transposed)
    {
        SparseMatrix matrix = transposed ? _transpose : _matrix;
        fixed (double* x = source, y = target, values = matrix.Values)
        fixed (int* columns = matrix.Columns)
        {
            for (int i = 0; i < Order.Length; i++)
            {
                PairProducts.Sum(values, columns, matrix.RowStarts[i], matrix.RowStarts[i + 1], x).Store(y + ((long)i * Lanes));
            }
        }

        for (int c = 0; c < Lanes; c++)
        {
            target[(BorderedPlace * Lanes) + c] += source[(BorderedPlace * Lanes) + c];
        }
    }

    /// <summary>pairs = (LU)^-1 pairs, or (LU)^-T pairs.</summary>
    public void Precondition(double[] pairs, bool transposed)
    {
        if (transposed)
        {
            _upperTransposed.SolveForward(pairs, _reciprocals);
            _lowerTransposed.SolveBackward(pairs, null);
        }
        else
        {
            _lower.SolveForward(pairs, null);
            _upper.SolveBackward(pairs, _reciprocals);
        }
    }
}
