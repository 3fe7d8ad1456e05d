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
    /// <summary>
    /// Flops a row of an LU by minimum degree beyond which nested dissection is tried. It takes 6 to 10 us a row on two threads. By then
    /// the factorisation takes as long, and nested dissection saves more than half of it and of the solves.
    /// </summary>
    private const double EasyFlopsPerRow = 3e5;

    /// <summary>Flops that are never much work: some hundredths of a second, as long as nested dissection takes for 2,000 rows.</summary>
    private const double EasyFlops = 2e9;

    public static FillReducingOrder Choose(SymmetricPattern pattern, RunContext context)
    {
        double easy = Math.Max(EasyFlops, EasyFlopsPerRow * pattern.Size);
        EliminationTree byDegree = EliminationTree.Build(pattern, MinimumDegreeOrdering.Compute(pattern, context, easy), context);
        if (byDegree.Flops <= easy)
        {
            return new FillReducingOrder(pattern, byDegree, byDegree);
        }

        AvailableMemory.SuggestCollection();
        EliminationTree dissected = EliminationTree.Build(pattern, NestedDissectionOrdering.Compute(pattern, context), context);

        // What is dropped is most of what separators fill in. The nearest rows first, as minimum degree takes them, leave less to keep.
        return new FillReducingOrder(pattern, dissected.Flops < byDegree.Flops ? dissected : byDegree, byDegree);
    }
}
