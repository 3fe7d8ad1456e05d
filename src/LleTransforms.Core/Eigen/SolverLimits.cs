namespace LleTransforms.Eigen;

/// <summary>What an iterative solver may spend before it leaves the problem to others.</summary>
/// <param name="Bytes">Bytes that it may hold.</param>
/// <param name="DirectWaits">Whether a direct factorisation stands ready that makes an early end better than patience.</param>
/// <param name="Operations">Operations of incomplete factors.</param>
internal sealed record SolverLimits(double Bytes, bool DirectWaits = false, double Operations = double.PositiveInfinity)
{
    /// <summary>Kept entries of incomplete factors, as a multiple of the matrix's nonzeros, beyond which they are not worth their
    /// time.</summary>
    private const long LargestFill = 40;

    /// <summary>Whether inner solves come next.</summary>
    public bool InnerSolvesWait { get; init; }

    /// <summary>The entries that incomplete factors may keep, and whether it is memory that allows no more.</summary>
    /// <param name="matrixNonzeros">Those of the matrix.</param>
    /// <param name="room">The entries that memory has room for; below 0 where it has none.</param>
    public static (long Largest, bool IsMemoryLimit) Fill(long matrixNonzeros, double room)
    {
        long worthwhile = LargestFill * matrixNonzeros;
        return ((long)Math.Clamp(room, 0, worthwhile), room < worthwhile);
    }
}
