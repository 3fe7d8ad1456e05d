namespace LleTransforms;

/// <summary>The options that messages of the engine name, each called as the property that it is.</summary>
/// <remarks>
/// A program with other names for the options, such as a command line, has one for each. <see cref="LleMessage.Tell"/> puts them in.
/// </remarks>
public enum LleOptionName
{
    /// <summary><see cref="LleOptions.NumberOfComponents"/>.</summary>
    NumberOfComponents,

    /// <summary><see cref="LleOptions.NumberOfNeighbors"/>.</summary>
    NumberOfNeighbors,

    /// <summary><see cref="LleOptions.Method"/>.</summary>
    Method,

    /// <summary><see cref="LleOptions.Regularization"/>.</summary>
    Regularization,

    /// <summary><see cref="LleOptions.Metric"/>.</summary>
    Metric,

    /// <summary><see cref="LleOptions.NeighborSearch"/>.</summary>
    NeighborSearch,

    /// <summary><see cref="LleOptions.EigenSolver"/>.</summary>
    EigenSolver,

    /// <summary><see cref="LleOptions.SupervisionStrength"/>.</summary>
    SupervisionStrength,

    /// <summary><see cref="LleOptions.Placement"/>.</summary>
    Placement,

    /// <summary><see cref="LleOptions.DisconnectedGraph"/>.</summary>
    DisconnectedGraph,

    /// <summary><see cref="LleOptions.MaximumNumberOfTrainingRows"/>.</summary>
    MaximumNumberOfTrainingRows,

    /// <summary><see cref="LleOptions.NumberOfLandmarks"/>.</summary>
    NumberOfLandmarks,

    /// <summary><see cref="LleOptions.PlaceAmongLandmarks"/>.</summary>
    PlaceAmongLandmarks,

    /// <summary><see cref="LleOptions.NumberOfThreads"/>.</summary>
    NumberOfThreads,

    /// <summary><see cref="NumberOfNeighborsSelectionOptions.SmallestNumberOfNeighbors"/>.</summary>
    SmallestNumberOfNeighbors,

    /// <summary><see cref="NumberOfNeighborsSelectionOptions.LargestNumberOfNeighbors"/>.</summary>
    LargestNumberOfNeighbors,

    /// <summary><see cref="NumberOfNeighborsSelectionOptions.Step"/>.</summary>
    Step,

    /// <summary><see cref="NumberOfNeighborsSelectionOptions.LargestSampleSize"/>.</summary>
    LargestSampleSize,

    /// <summary><see cref="EmbeddingQualityOptions.NeighborhoodSize"/>, or that of
    /// <see cref="NumberOfNeighborsSelectionOptions"/>.</summary>
    NeighborhoodSize,

    /// <summary><see cref="EmbeddingQualityOptions.SampleSize"/>.</summary>
    SampleSize,

    /// <summary><see cref="LleOptions.MinimumParticipation"/>.</summary>
    MinimumParticipation,
}
