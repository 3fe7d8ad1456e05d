namespace LleTransforms;

/// <summary>The default, the smallest and the largest value of each numeric option of <see cref="LleOptions"/>, in one place for all that
/// offer them.</summary>
/// <remarks>What depends on the method or on the number of rows comes on top: <see cref="LleMethodFacts.SmallestNumberOfNeighbors"/> and
/// Fit tell of it.</remarks>
public static class LleOptionRanges
{
    /// <summary>The <see cref="LleOptions.NumberOfComponents"/> of new options: enough for a trainer behind the step.</summary>
    public const int DefaultNumberOfComponents = 10;

    /// <summary>The fewest coordinates of a row.</summary>
    public const int SmallestNumberOfComponents = 1;

    /// <summary>The most coordinates of a row.</summary>
    public const int LargestNumberOfComponents = 10_000;

    /// <summary>The <see cref="LleOptions.NumberOfNeighbors"/> of new options.</summary>
    public const int DefaultNumberOfNeighbors = 12;

    /// <summary>The fewest neighbours of a row; some methods need more.</summary>
    public const int SmallestNumberOfNeighbors = 2;

    /// <summary>The most neighbours of a row.</summary>
    /// <remarks>A row's weights take k^3 / 3 multiplications and 8 k^2 bytes: with more neighbours a
    /// single placement would take seconds.</remarks>
    public const int LargestNumberOfNeighbors = 1000;

    /// <summary>The <see cref="LleOptions.Regularization"/> of new options.</summary>
    public const double DefaultRegularization = 1e-3;

    /// <summary>The smallest ridge: a smaller one is lost in rounding.</summary>
    public const double SmallestRegularization = 1e-12;

    /// <summary>The largest ridge: as much as the whole trace.</summary>
    public const double LargestRegularization = 1;

    /// <summary>The <see cref="LleOptions.SupervisionStrength"/> of new options, at which labels take no
    /// part; no strength is smaller.</summary>
    public const double SmallestSupervisionStrength = 0;

    /// <summary>The largest strength: rows of different labels are the data's diameter further apart.</summary>
    public const double LargestSupervisionStrength = 1;

    /// <summary>The <see cref="LleOptions.MinimumParticipation"/> of new options, at which no eigenvector is passed over; no share is
    /// smaller.</summary>
    public const double SmallestMinimumParticipation = 0;

    /// <summary>The largest share: all rows. Coordinates of normal values have a third.</summary>
    public const double LargestMinimumParticipation = 1;

    /// <summary>The fewest <see cref="LleOptions.NumberOfLandmarks"/> of any fit: two more than the
    /// larger of k and d, at their smallest.</summary>
    public const int SmallestNumberOfLandmarks = SmallestNumberOfNeighbors + 2;

    /// <summary>The most landmarks.</summary>
    /// <remarks>Their problem is dense: at this number its matrix takes 3.2 GB.</remarks>
    public const int LargestNumberOfLandmarks = 20_000;

    /// <summary>The smallest <see cref="LleOptions.MaximumNumberOfTrainingRows"/> of any fit, for the
    /// same reason as that of landmarks.</summary>
    public const int SmallestMaximumNumberOfTrainingRows = SmallestNumberOfNeighbors + 2;

    /// <summary>The fewest threads.</summary>
    public const int SmallestNumberOfThreads = 1;
}
