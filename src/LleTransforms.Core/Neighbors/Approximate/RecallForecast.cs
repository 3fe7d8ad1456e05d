namespace LleTransforms.Neighbors.Approximate;

/// <summary>Where the recall of a descent will end. Its gains fall by about the same factor from round to round.</summary>
/// <param name="Reached">The recall so far.</param>
/// <param name="Limit">What further rounds lead to, above 1 while gains do not fall.</param>
internal readonly record struct RecallForecast(double Reached, double Limit)
{
    /// <summary>Before the first round nothing is known of gains.</summary>
    public RecallForecast(double reached)
        : this(reached, double.PositiveInfinity)
    {
    }

    private double? Gain { get; init; }

    /// <summary>After one more round: Aitken's delta-squared process.</summary>
    public RecallForecast Next(double reached)
    {
        double gain = reached - Reached;
        double limit = Gain is not { } before ? double.PositiveInfinity
            : gain <= 0 ? reached
            : gain < before ? reached + (gain * gain / (before - gain))
            : double.PositiveInfinity;
        return new RecallForecast(reached, limit) { Gain = gain };
    }
}
