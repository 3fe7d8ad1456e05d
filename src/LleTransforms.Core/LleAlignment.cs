using System.Globalization;

namespace LleTransforms;

/// <summary>A model in the axes of a reference, and how far its rows are from it.</summary>
/// <remarks>Immutable.</remarks>
/// <threadsafety instance="true"/>
public sealed class LleAlignment
{
    internal LleAlignment(LleModel model, int numberOfSharedRows, bool sharesTrainingRows, double scale, double before, double after)
    {
        Model = model;
        NumberOfSharedRows = numberOfSharedRows;
        SharesTrainingRows = sharesTrainingRows;
        Scale = scale;
        MovementBefore = before;
        MovementAfter = after;
    }

    /// <summary>The aligned model. It differs from the one that was aligned by its axes alone.</summary>
    public LleModel Model { get; }

    /// <summary>The number of rows that decided the axes.</summary>
    public int NumberOfSharedRows { get; }

    /// <summary>Whether those rows are training rows of both models. Where they are not, one of them placed them as unseen rows.</summary>
    public bool SharesTrainingRows { get; }

    /// <summary>The factor of all coordinates: 1 with <see cref="LleAlignmentKind.Orthogonal"/>.</summary>
    public double Scale { get; }

    /// <summary>
    /// How far the shared rows were from the reference before: the root mean square of their distances, as a part of the reference's
    /// spread. That is the root mean square distance of its rows from their mean.
    /// </summary>
    public double MovementBefore { get; }

    /// <summary>How far they are from it once the model is aligned. What is left is no matter of axes: the embedding itself has
    /// changed.</summary>
    public double MovementAfter { get; }

    /// <summary>The figures in a sentence, for the log.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{NumberOfSharedRows} {(SharesTrainingRows ? "shared" : "placed")} rows stand {MovementBefore:g3} of the reference's spread " +
        $"from it, and {MovementAfter:g3} once aligned.");
}
