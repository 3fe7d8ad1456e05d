using System.Globalization;
using LleTransforms.Updating;

namespace LleTransforms;

/// <summary>A model in the axes of a reference, and how far its rows are from it.</summary>
/// <remarks>Immutable.</remarks>
/// <threadsafety instance="true"/>
public sealed class LleAlignment
{
    internal LleAlignment(LleModel model, int numberOfSharedRows, bool sharesTrainingRows, AlignedContent aligned)
    {
        Model = model;
        NumberOfSharedRows = numberOfSharedRows;
        SharesTrainingRows = sharesTrainingRows;
        Scale = aligned.Scale;
        MovementBefore = aligned.Before;
        MovementAfter = aligned.After;
        SmallestExplainedShare = aligned.Explained;
    }

    /// <summary>The aligned model. It differs from the one that was aligned by its axes alone.</summary>
    public LleModel Model { get; }

    /// <summary>The number of rows that decided the axes.</summary>
    public int NumberOfSharedRows { get; }

    /// <summary>Whether those rows are training rows of both models. Where they are not, one of them placed them as unseen rows.</summary>
    public bool SharesTrainingRows { get; }

    /// <summary>The factor of all coordinates: 1 except with <see cref="LleAlignmentKind.Similarity"/>.</summary>
    public double Scale { get; }

    /// <summary>
    /// How far the shared rows were from the reference before: the root mean square of their distances, as a part of the reference's
    /// spread. That is the root mean square distance of its rows from their mean.
    /// </summary>
    public double MovementBefore { get; }

    /// <summary>How far they are from it once the model is aligned. What is left is no matter of axes: the embedding itself has
    /// changed.</summary>
    public double MovementAfter { get; }

    /// <summary>
    /// Each aligned coordinate explains a share of the variance that the reference's has over the shared rows. This is the smallest of
    /// these shares. It is 1 where nothing moved, and below 0 where rows are further off than their mean is.
    /// </summary>
    /// <remarks>A trainer that learnt from the reference misses what is not explained, and one coordinate may be all that tells two classes
    /// apart. Where the share is below 0.95, a fit of more eigenvectors explains more (docs/guide/growing.md).</remarks>
    public double SmallestExplainedShare { get; }

    /// <summary>The figures in a sentence, for the log.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{NumberOfSharedRows} {(SharesTrainingRows ? "shared" : "placed")} rows stand {MovementBefore:g3} of the reference's spread " +
        $"from it, and {MovementAfter:g3} once aligned; of each coordinate's variance at least " +
        $"{Math.Max(0, SmallestExplainedShare):0.00} is explained.");
}
