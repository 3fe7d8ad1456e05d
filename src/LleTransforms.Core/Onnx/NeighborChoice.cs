using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Onnx;

/// <summary>The neighbours by which rows are placed.</summary>
/// <param name="Indices">[n, k] numbers of fitted rows.</param>
/// <param name="Differences">[n, k, D] in double: each neighbour less the row.</param>
/// <param name="Decided">The s rows among which those are that equal a fitted one.</param>
/// <param name="IsFitted">[s, 1], whether a row equals a fitted one.</param>
/// <param name="Own">[s, 1], the number of that one.</param>
/// <param name="HasPlace">[n, 1], whether a row has a place at all.</param>
internal sealed record PlacedNeighbors(
    string Indices, string Differences, UndecidedRows Decided, string IsFitted, string Own, string HasPlace);

/// <summary>Chooses neighbours by the model's metric. Weights stay Euclidean, and so do differences.</summary>
/// <param name="builder">Receives the operators.</param>
/// <param name="features">The fitted rows, whole.</param>
/// <param name="blocks">The same, a block at a time.</param>
/// <param name="metric">What chooses.</param>
/// <param name="neighborCount">k.</param>
/// <param name="inOrder">Whether they are wanted nearest first. Coordinates do not hang on it.</param>
internal sealed class NeighborChoice(
    GraphBuilder builder, CenteredFeatures features, TrainingBlocks blocks, LleMetric metric, int neighborCount, bool inOrder)
{
    public PlacedNeighbors Find(MappedRows rows) => metric switch
    {
        LleMetric.Euclidean => ByDistance(rows),
        LleMetric.Cosine => ByAngle(rows),
        LleMetric.Hamming or LleMetric.Jaccard => ByMatches(rows),
        _ => throw new NotSupportedException($"A graph cannot choose neighbours by the metric {metric}."),
    };

    private PlacedNeighbors ByDistance(MappedRows rows)
    {
        FoundRows found = new NearestRows(builder, features, blocks, neighborCount).Find(rows, inOrder);
        return WithNearest(rows, found.Indices, found.Undecided, found.Nearest, found.Distances);
    }

    private PlacedNeighbors ByMatches(MappedRows rows)
    {
        (string indices, string distances) = new MatchingRows(builder, features, blocks, metric, neighborCount).Find(rows);
        return WithNearest(rows, indices, UndecidedRows.All(builder), indices, distances);
    }

    private PlacedNeighbors ByAngle(MappedRows rows)
    {
        UnitRows units = UnitRows.Create(features, null, new FitContext());
        MappedRows directions = Directions.Apply(builder, rows, units);
        string constant = builder.Constant("directions", units.Features.Values, features.NumberOfRows, features.NumberOfColumns);
        FoundRows found = new NearestRows(
            builder, units.Features, blocks.Of(constant, units.Features), neighborCount).Find(directions, inOrder);

        // Many rows may have one direction, so the row that equals this one need not be among its neighbours; it is a candidate.
        string differences = NearestRows.Subtract(builder, blocks, found.Candidates, found.Undecided.Take(rows.Double));
        string farthest = builder.Squeeze(builder.Reduce("Max", builder.Node("Abs", [differences]), 2), 2);
        string place = builder.Node("ArgMin", [farthest], new OnnxAttribute("axis", 1L), new OnnxAttribute("keepdims", 1L));
        string isFitted = builder.Equal(builder.Reduce("Min", farthest, 1), builder.Double(0));
        return new PlacedNeighbors(
            found.Indices, NearestRows.Subtract(builder, blocks, found.Indices, rows.Double), found.Undecided, isFitted,
            builder.GatherElements(found.Candidates, place), directions.HasPlace);
    }

    /// <summary>Where only a row that equals another has no distance to it.</summary>
    private PlacedNeighbors WithNearest(MappedRows rows, string indices, UndecidedRows decided, string nearest, string distances) => new(
        indices, NearestRows.Subtract(builder, blocks, indices, rows.Double), decided,
        builder.Equal(builder.Gather(distances, builder.Integers(0), 1), builder.Double(0)),
        builder.Gather(nearest, builder.Integers(0), 1), rows.HasPlace);
}
