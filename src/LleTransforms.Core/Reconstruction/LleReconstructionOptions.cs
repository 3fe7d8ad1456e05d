using static LleTransforms.LleOptionRanges;

namespace LleTransforms;

/// <summary>How features are found for points of an embedding. The linear methods have one way, their pseudo-inverse, and ask none of
/// this.</summary>
public sealed class LleReconstructionOptions
{
    /// <summary>The <see cref="NumberOfNeighbors"/> of new options.</summary>
    public const int DefaultNumberOfNeighbors = 40;

    /// <summary>The <see cref="Regularization"/> of new options.</summary>
    public const double DefaultRegularization = 0.01;

    /// <summary>The rule. Default <see cref="LleReconstructionRule.Barycentric"/>, whose error on images was the smaller one
    /// (docs/guide/reconstruction.md).</summary>
    public LleReconstructionRule Rule { get; set; } = LleReconstructionRule.Barycentric;

    /// <summary>How many of the nearest training rows in the embedding take part, from 1 to 1,000; all where there are fewer. They are more
    /// than a fit has, since their mean takes off what is each row's own. Default 40.</summary>
    public int NumberOfNeighbors { get; set; } = DefaultNumberOfNeighbors;

    /// <summary>
    /// The ridge of the nearest rows' Gram matrix, as a share of its trace, from 1e-12 to 1. It is larger than that of a fit. A few
    /// coordinates among many rows leave the weights open, and large weights make features that no row has. Default 0.01.
    /// </summary>
    public double Regularization { get; set; } = DefaultRegularization;

    internal void Validate()
    {
        if (!Enum.IsDefined(Rule))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Rule), Rule, $"Rule is {Rule}, but must be one of {string.Join(", ", Enum.GetNames<LleReconstructionRule>())}.");
        }

        if (NumberOfNeighbors is < 1 or > LargestNumberOfNeighbors)
        {
            throw LleMessage.OutOfRange(
                LleOptionName.NumberOfNeighbors, NumberOfNeighbors, $"from 1 to {LargestNumberOfNeighbors}");
        }

        if (!(Regularization is >= SmallestRegularization and <= LargestRegularization))
        {
            throw LleMessage.OutOfRange(
                LleOptionName.Regularization, Regularization, $"from {SmallestRegularization:0e-0} to {LargestRegularization}");
        }
    }
}
