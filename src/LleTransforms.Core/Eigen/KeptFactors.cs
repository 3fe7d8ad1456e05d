using LleTransforms.LinearAlgebra.Factors;

namespace LleTransforms.Eigen;

/// <summary>The incomplete factors of an iteration that was given up, for inner solves that come after it.</summary>
internal sealed class KeptFactors
{
    /// <summary>The factors; null where none were made, or nobody needs them any more.</summary>
    public IncompleteLu? Factors { get; set; }
}
