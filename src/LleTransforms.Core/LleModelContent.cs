using LleTransforms.Features;

namespace LleTransforms;

/// <summary>All that a model is made of, and all that its file holds.</summary>
internal sealed record LleModelContent
{
    public required LleMethod Method { get; init; }

    public required int NumberOfComponents { get; init; }

    public required int NumberOfNeighbors { get; init; }

    public required double Regularization { get; init; }

    /// <summary>Ascending, d of them.</summary>
    public required double[] Eigenvalues { get; init; }

    /// <summary>The distinct training rows.</summary>
    public required CenteredFeatures Features { get; init; }

    /// <summary>Their coordinates, row-major, d a row.</summary>
    public required double[] Embedding { get; init; }

    /// <summary>The distinct row that each training row equals; null where all are distinct.</summary>
    public required int[]? DistinctIndex { get; init; }
}
