using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>Chooses the elimination order of a pattern. Minimum degree takes least time to find. Nested dissection follows where factors by
/// it would be much work.</summary>
internal static class FillReducingOrder
{
    /// <summary>
    /// Flops a row of an LU by minimum degree beyond which nested dissection is tried. It takes 6 to 10 us a row on two threads. By then
    /// the factorisation takes as long, and nested dissection saves more than half of it and of the solves.
    /// </summary>
    private const double EasyFlopsPerRow = 3e5;

    /// <summary>Flops that are never much work: some hundredths of a second, as long as nested dissection takes for 2,000 rows.</summary>
    private const double EasyFlops = 2e9;

    /// <summary>The order for exact factors and the one for incomplete factors.</summary>
    public static (EliminationTree Exact, EliminationTree Incomplete) Choose(SymmetricPattern pattern, RunContext context)
    {
        double easy = Math.Max(EasyFlops, EasyFlopsPerRow * pattern.Size);
        EliminationTree byDegree = EliminationTree.Build(pattern, MinimumDegreeOrdering.Compute(pattern, context, easy), context);
        if (byDegree.Flops <= easy)
        {
            return (byDegree, byDegree);
        }

        AvailableMemory.SuggestCollection();
        EliminationTree dissected = EliminationTree.Build(pattern, NestedDissectionOrdering.Compute(pattern, context), context);

        // What is dropped is most of what separators fill in. The nearest rows first, as minimum degree takes them, leave less to keep.
        return (dissected.Flops < byDegree.Flops ? dissected : byDegree, byDegree);
    }
}
