using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>A pattern and its order by minimum degree, with which the choice of an order begins. Finding it takes one thread.</summary>
/// <param name="Pattern">The pattern of A + A^T.</param>
/// <param name="Tree">The order and its counts.</param>
internal sealed record DegreeOrder(SymmetricPattern Pattern, EliminationTree Tree)
{
    /// <summary>
    /// Flops a row of an LU by minimum degree beyond which nested dissection is tried. It takes 6 to 10 us a row on two threads. By then
    /// the factorisation takes as long, and nested dissection saves more than half of it and of the solves.
    /// </summary>
    private const double EasyFlopsPerRow = 3e5;

    /// <summary>Flops that are never much work: some hundredths of a second, as long as nested dissection takes for 2,000 rows.</summary>
    private const double EasyFlops = 2e9;

    /// <summary>Whether a factorisation in this order is little work, so that no other is worth finding.</summary>
    public bool IsEasy => Tree.Flops <= EasyFlopsOf(Pattern);

    public static DegreeOrder Find(SymmetricPattern pattern, RunContext context) => new(
        pattern, EliminationTree.Build(pattern, MinimumDegreeOrdering.Compute(pattern, context, EasyFlopsOf(pattern)), context));

    private static double EasyFlopsOf(SymmetricPattern pattern) => Math.Max(EasyFlops, EasyFlopsPerRow * pattern.Size);
}
