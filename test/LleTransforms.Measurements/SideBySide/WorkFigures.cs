namespace LleTransforms.Measurements.SideBySide;

/// <summary>What the repetitions of one work gave.</summary>
/// <param name="Work">The work.</param>
/// <param name="Ours">Our repetitions.</param>
/// <param name="Peer">The peer's; none where it is absent.</param>
internal sealed record WorkFigures(Work Work, IReadOnlyList<WorkerResult> Ours, IReadOnlyList<WorkerResult> Peer)
{
    public string? PeerAbout { get; init; }

    public string? Fault { get; init; }

    /// <summary>Radians from the converged solution; for neighbours the share of wrong ones.</summary>
    public double? OurDistance { get; init; }

    /// <inheritdoc cref="OurDistance"/>
    public double? PeerDistance { get; init; }

    public double OurMedian => Median.Of(Ours.Select(run => run.Seconds));

    public double? PeerMedian => Peer.Count > 0 ? Median.Of(Peer.Select(run => run.Seconds)) : null;

    public double? Ratio => PeerMedian / OurMedian;

    public long OurPeakBytes => Ours.Max(run => run.PeakBytes);

    public long? PeerPeakBytes => Peer.Count > 0 ? Peer.Max(run => run.PeakBytes) : null;

    /// <summary>The repetition of ours whose time is nearest to the median: its phases are shown.</summary>
    public WorkerResult Typical => Ours.MinBy(run => Math.Abs(run.Seconds - OurMedian))!;

    /// <summary>The slope of time over n in logarithms.</summary>
    public double? Slope => Typical.SmallerSeconds is double smaller
        ? Math.Log(OurMedian / smaller) / Math.Log((double)Work.NumberOfRows / Work.SlopeFrom)
        : null;

    /// <summary>Whether every figure that is required and could be measured is reached.</summary>
    public bool Holds =>
        (Work.RequiredRatio is not double ratio || Ratio is not double measured || measured >= ratio)
        && (Work.TimeLimit is not double time || OurMedian <= time)
        && (Work.MemoryLimit is not double memory || OurPeakBytes <= memory)
        && (Slope is not double slope || slope <= Work.SlopeLimit)
        && (Typical.AllocatedPerRow is not double allocated || allocated == 0)
        && (OurDistance is not double distance
            || distance <= Allowed);

    /// <summary>A recall of 95% makes approximate neighbours good ones. Else we are as near as the peer, where it did the same.</summary>
    private double Allowed => Work.Kind == WorkKind.ApproximateNeighbors ? 0.05
        : Math.Max(1e-4, PeerDistance is double peers && Work.Kind != WorkKind.FitAgainstNeighbors ? peers : 0);
}
