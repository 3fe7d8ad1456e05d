namespace LleTransforms.Eigen;

/// <summary>What an iterative solver may spend before it leaves the problem to others.</summary>
/// <param name="Bytes">Bytes that it may hold.</param>
/// <param name="DirectWaits">Whether a direct factorisation stands ready that makes an early end better than patience.</param>
/// <param name="Operations">Operations of incomplete factors.</param>
internal sealed record SolverLimits(double Bytes, bool DirectWaits = false, double Operations = double.PositiveInfinity)
{
    /// <summary>Whether inner solves come next.</summary>
    public bool InnerSolvesWait { get; init; }
}
