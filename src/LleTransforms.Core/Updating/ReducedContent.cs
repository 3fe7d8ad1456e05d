using LleTransforms.Features;
using LleTransforms.Model;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Updating;

/// <summary>A model without some of its training rows: their features, coordinates and places in the graph are gone.</summary>
/// <remarks>
/// All others keep their coordinates. Nothing is fitted, so that the coordinates, the mean and the scale still are what they became with
/// the rows. Rows of which a neighbour went find their neighbours anew. Cost: O(n D), and that search where the graph is held.
/// </remarks>
internal static class ReducedContent
{
    /// <param name="content">The model; not one of given distances.</param>
    /// <param name="removed">For each training row whether it goes.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <exception cref="ArgumentException">Too few rows would be left.</exception>
    public static LleModelContent Of(LleModelContent content, bool[] removed, FitContext context)
    {
        int[] kept = [.. Enumerable.Range(0, removed.Length).Where(row => !removed[row])];
        RequireEnough(kept.Length, content.NumberOfNeighbors, "training rows");
        if (content.Rows is not FittedRows rows)
        {
            return content with
            {
                NumberOfTrainingRows = kept.Length, PartSizes = Lessen(content.PartSizes, removed.Length, kept.Length),
            };
        }

        int held = rows.Features.NumberOfRows, distinctCount = rows.Embedding.Length / content.NumberOfComponents;
        int[] places = Array.ConvertAll(kept, row => rows.DistinctIndex?[row] ?? row);

        // Those whose features are held come first, and all in the order of their first occurrence, as after any fit.
        int[] remaining = [.. places.Distinct().OrderBy(place => place >= held)];
        int[] number = new int[distinctCount];
        for (int i = 0; i < remaining.Length; i++)
        {
            number[remaining[i]] = i;
        }

        int[] features = [.. remaining.TakeWhile(place => place < held)];
        RequireEnough(features.Length, content.NumberOfNeighbors, "distinct rows with features");
        CenteredFeatures inner = rows.Features.Gather(features);
        return content with
        {
            NumberOfTrainingRows = kept.Length,
            NumberOfLandmarks = content.NumberOfLandmarks is int landmarks ? Math.Min(landmarks, features.Length) : null,
            PartSizes = Lessen(content.PartSizes, distinctCount, remaining.Length),
            Rows = new FittedRows(
                inner,
                Gather(rows.Embedding, remaining, content.NumberOfComponents),
                features.Length == kept.Length ? null : Array.ConvertAll(places, place => number[place])),
            Graph = content.Graph is NeighborGraph graph ? Reduce(graph, inner, features, content.Metric, context) : null,
            Further = content.Further is float[] further ? Gather(further, features, further.Length / held) : null,
        };
    }

    private static void RequireEnough(int left, int neighborCount, string what)
    {
        if (left <= neighborCount)
        {
            throw new ArgumentException(
                $"{left} {what} would be left, but a model of {neighborCount} neighbours needs {neighborCount + 1} at least.");
        }
    }

    /// <summary>The neighbours of the rows that stay, among each other.</summary>
    private static NeighborGraph Reduce(NeighborGraph graph, CenteredFeatures features, int[] rows, LleMetric metric, FitContext context)
    {
        // Where equal rows go, others may stand for them under later numbers, and ties would fall in another way.
        bool keepsOrder = rows.SequenceEqual(rows.Order());
        PartSearch search = new(some => NeighborSearches.Create(some, LleNeighborSearch.Auto, metric, null, context), keepsOrder);
        return search.FindGraph(features, rows, graph, context);
    }

    private static T[] Gather<T>(T[] coordinates, int[] rows, int componentCount)
    {
        T[] gathered = new T[rows.Length * componentCount];
        for (int i = 0; i < rows.Length; i++)
        {
            coordinates.AsSpan(rows[i] * componentCount, componentCount).CopyTo(gathered.AsSpan(i * componentCount));
        }

        return gathered;
    }

    /// <summary>Sizes of parts in proportion to the rows that stay, since nothing tells which part a row belonged to.</summary>
    private static int[] Lessen(int[] sizes, int before, int after)
    {
        int[] lessened = [.. sizes.Select(size => (int)((long)size * after / before)).Where(size => size > 0)];
        return lessened.Length > 0 ? lessened : [after];
    }
}
