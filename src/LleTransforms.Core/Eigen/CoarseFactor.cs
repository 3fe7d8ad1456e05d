namespace LleTransforms.Eigen;

/// <summary>What is known of an incomplete factor's reach.</summary>
/// <param name="Resolved">Above this eigenvalue the preconditioner acts as M^-1.</param>
/// <param name="OutOfReach">Wanted eigenvalues below this are hidden by what was dropped.</param>
/// <param name="GiveUpEarly">Whether another solver stands ready that makes an early end better than patience.</param>
internal sealed record CoarseFactor(double Resolved, double OutOfReach, bool GiveUpEarly)
{
    /// <summary>By this iteration Ritz values have the size of their eigenvalues, or the preconditioner is too coarse for them.</summary>
    private const int EarlyLook = 10;

    /// <summary>A residual this many gaps large after the early look has never been seen to converge well.</summary>
    private const double EarlyResidual = 100;

    /// <summary>Whether inner solves come next, and the iteration goes on only while it would be done before them.</summary>
    public bool InnerSolvesWait { get; init; }

    /// <param name="dropTolerance">What the factor drops.</param>
    /// <param name="isSquared">Whether the factor is of A, where M = A^T A: what it drops enters M squared. An assembled M is scaled, which
    /// takes a tenth.</param>
    /// <param name="giveUpEarly">Whether another solver stands ready.</param>
    public static CoarseFactor Of(double dropTolerance, bool isSquared, bool giveUpEarly)
    {
        double dropped = isSquared ? dropTolerance * dropTolerance : dropTolerance / 10;
        return new CoarseFactor(4 * dropped, 0.04 * dropped, giveUpEarly);
    }

    /// <summary>Whether an early look finds that the iteration had better be left to the solver that stands ready.</summary>
    /// <param name="iteration">The look is taken once.</param>
    /// <param name="lastWanted">The largest wanted Ritz value.</param>
    /// <param name="residual">In gaps.</param>
    public bool IsTooCoarse(int iteration, double lastWanted, double residual) =>
        iteration == EarlyLook && GiveUpEarly && (lastWanted < OutOfReach || residual > EarlyResidual);
}
