using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>The elimination orders of a pattern. Minimum degree takes least time to find. Nested dissection follows where factors by it
/// would be much work.</summary>
/// <param name="Pattern">The pattern of A + A^T.</param>
/// <param name="Exact">The order for exact factors.</param>
/// <param name="Incomplete">The order for incomplete factors.</param>
internal sealed record FillReducingOrder(SymmetricPattern Pattern, EliminationTree Exact, EliminationTree Incomplete)
{
    /// <param name="byDegree">The order to begin with.</param>
    /// <param name="context">Threads and cancellation.</param>
    public static FillReducingOrder Choose(DegreeOrder byDegree, RunContext context)
    {
        (SymmetricPattern pattern, EliminationTree tree) = byDegree;
        if (byDegree.IsEasy)
        {
            return new FillReducingOrder(pattern, tree, tree);
        }

        AvailableMemory.SuggestCollection();
        EliminationTree dissected = EliminationTree.Build(pattern, NestedDissectionOrdering.Compute(pattern, context), context);

        // What is dropped is most of what separators fill in. The nearest rows first, as minimum degree takes them, leave less to keep.
        return new FillReducingOrder(pattern, dissected.Flops < tree.Flops ? dissected : tree, tree);
    }
}
