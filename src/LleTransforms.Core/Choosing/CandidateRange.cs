namespace LleTransforms.Choosing;

/// <summary>The numbers of neighbours that a choice tries, and the neighbourhood size at which it judges them.</summary>
internal readonly record struct CandidateRange(int Smallest, int Largest, int Step, int NeighborhoodSize)
{
    /// <summary>From the smallest by the step, and the largest.</summary>
    public IEnumerable<int> NeighborCounts()
    {
        for (long neighborCount = Smallest; neighborCount < Largest; neighborCount += Step)
        {
            yield return (int)neighborCount;
        }

        yield return Largest;
    }
}
