using LleTransforms.Neighbors;

namespace LleTransforms.Orleans.Wire;

/// <summary>Rows of one shard that are nearest to some queries.</summary>
/// <param name="Count">How many each query has.</param>
/// <param name="Numbers">Their numbers among all rows.</param>
/// <param name="Distances">Their squared distances.</param>
[GenerateSerializer]
[Immutable]
internal sealed record NearestRows([property: Id(0)] int Count, [property: Id(1)] WireBlock Numbers, [property: Id(2)] WireBlock Distances)
{
    /// <summary>Offers a query's rows to those of other shards, without the query itself.</summary>
    public void OfferTo(ref NearestHeap heap, int query, int numberOfQuery)
    {
        for (int at = query * Count; at < (query + 1) * Count; at++)
        {
            int number = Numbers.As<int>()[at];
            if (number != numberOfQuery)
            {
                heap.Offer(number, Distances.As<double>()[at]);
            }
        }
    }
}
