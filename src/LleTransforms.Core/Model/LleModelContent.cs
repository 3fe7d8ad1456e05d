using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Placement;

namespace LleTransforms.Model;

/// <summary>All that a model is made of, and all that its file holds.</summary>
internal sealed record LleModelContent
{
    public required LleMethod Method { get; init; }

    public required LlePlacement Placement { get; init; }

    public required LleMetric Metric { get; init; }

    public required int NumberOfComponents { get; init; }

    public required int NumberOfNeighbors { get; init; }

    public required int NumberOfTrainingRows { get; init; }

    public required double Regularization { get; init; }

    /// <summary>The landmarks whose coordinates alone were free; null for a full fit.</summary>
    public int? NumberOfLandmarks { get; init; }

    /// <summary>A name for each column, empty where it has none; null where no names were given.</summary>
    public string[]? FeatureNames { get; init; }

    /// <summary>Ascending, d of them.</summary>
    public required double[] Eigenvalues { get; init; }

    /// <summary>The sizes of the components that were embedded, largest first.</summary>
    public required int[] PartSizes { get; init; }

    /// <summary>The map from a user's row to what the engine computes with.</summary>
    public required FeatureScaling Scaling { get; init; }

    /// <summary>The training rows with their coordinates; null for a linear method, which needs none.</summary>
    public FittedRows? Rows { get; init; }

    /// <summary>The projection of a linear method; null for the others.</summary>
    public LinearProjection? Projection { get; init; }

    /// <summary>The neighbours of each row held, where the model was asked to keep them.</summary>
    public NeighborGraph? Graph { get; init; }

    /// <summary>Vectors beside the coordinates from which the next growth begins, row-major, as many for each row held: approximations of
    /// the eigenvectors that follow. Only where a graph is held; null where the eigen solver had none.</summary>
    public float[]? Further { get; init; }
}

/// <summary>The distinct training rows and their coordinates.</summary>
/// <param name="Features">The rows that others are placed by, centred and scaled: all distinct rows, or the sample or the landmarks among
/// them.</param>
/// <param name="Embedding">Row-major, d a row: the coordinates of those rows, then those of other distinct rows, whose features are not
/// held.</param>
/// <param name="DistinctIndex">For each training row the row of <paramref name="Embedding"/> that is its
/// own; null where each has the one of its number.</param>
internal sealed record FittedRows(CenteredFeatures Features, double[] Embedding, int[]? DistinctIndex);
