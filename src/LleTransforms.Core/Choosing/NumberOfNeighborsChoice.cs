using LleTransforms.Quality;

namespace LleTransforms;

/// <summary>A choice of the number of neighbours, with the figures that led to it.</summary>
/// <param name="NumberOfNeighbors">The k that was chosen.</param>
/// <param name="NeighborhoodSize">The neighbourhood size K of every trustworthiness.</param>
/// <param name="NumberOfRows">The number of rows, n.</param>
/// <param name="SampleSize">How many distinct rows were fitted for each k; below <paramref name="NumberOfRows"/> where rows repeat or a
/// sample was taken.</param>
/// <param name="Candidates">Every k that was tried, ascending.</param>
public sealed record NumberOfNeighborsChoice(
    int NumberOfNeighbors, int NeighborhoodSize, int NumberOfRows, int SampleSize, IReadOnlyList<NumberOfNeighborsCandidate> Candidates);

/// <summary>One number of neighbours that was tried.</summary>
/// <param name="NumberOfNeighbors">k.</param>
/// <param name="Trustworthiness">The criterion, larger being better; NaN where the fit failed.</param>
/// <param name="NumberOfParts">Into how many parts the neighbour graph fell; 0 where the fit failed.</param>
/// <param name="ReconstructionError">The sum of the embedding's eigenvalues, which grows with k and is no criterion by itself; NaN where
/// the fit failed.</param>
/// <param name="Failure">What stopped the fit; null where nothing did.</param>
public sealed record NumberOfNeighborsCandidate(
    int NumberOfNeighbors, double Trustworthiness, int NumberOfParts, double ReconstructionError, Exception? Failure)
{
    /// <summary>The share of the rows that each coordinate rests on (<see cref="LleModel.Participation"/>); empty where the fit
    /// failed.</summary>
    public IReadOnlyList<double> Participation { get; init; } = [];

    /// <summary>How many coordinates rest on less than one in a hundred of the rows.</summary>
    public int NumberOfNarrowCoordinates => Participation.Count(share => share < ParticipationRatio.NarrowShare);

    /// <summary>Whether all figures are the same; shares are compared one by one.</summary>
    public bool Equals(NumberOfNeighborsCandidate? other) =>
        other is not null && NumberOfNeighbors == other.NumberOfNeighbors && NumberOfParts == other.NumberOfParts
        && Trustworthiness.Equals(other.Trustworthiness) && ReconstructionError.Equals(other.ReconstructionError)
        && Equals(Failure, other.Failure) && Participation.SequenceEqual(other.Participation);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(NumberOfNeighbors, Trustworthiness, NumberOfParts, ReconstructionError);
}
