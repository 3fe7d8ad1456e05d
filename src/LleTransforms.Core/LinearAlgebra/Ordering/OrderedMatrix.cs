using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>A matrix, and the order in which its factors eliminate rows.</summary>
/// <param name="Matrix">Its numbers.</param>
/// <param name="Order">Null where it is still to be found.</param>
internal sealed record OrderedMatrix(SparseMatrix Matrix, FillReducingOrder? Order)
{
    /// <summary>Finds the order while the numbers are computed. Minimum degree has one thread, and small problems wait for it.</summary>
    /// <param name="numbers">Computes the matrix.</param>
    /// <param name="pattern">Tells its pattern; null where no order is wanted.</param>
    /// <param name="context">Threads and cancellation.</param>
    public static OrderedMatrix Make(Func<SparseMatrix> numbers, Func<SymmetricPattern>? pattern, RunContext context)
    {
        if (pattern is null)
        {
            return new OrderedMatrix(numbers(), null);
        }

        (SparseMatrix matrix, FillReducingOrder order) = context.Both(numbers, () => FillReducingOrder.Choose(pattern(), context));
        return new OrderedMatrix(matrix, order);
    }
}
