using System.Numerics.Tensors;
using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Model;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Updating;

/// <summary>Fits a model's rows and new ones together, from what the model knows of its own.</summary>
/// <remarks>
/// The trunk of any fit, entered with a graph that is updated in place of found, and with vectors to begin from. Those are the model's
/// coordinates and the further vectors that it keeps; new rows begin where their neighbours put them. The iteration ends at the tolerance
/// of any fit, so that nothing adds up over many growths. The result is that of a fit of all rows, in the axes of the model.
/// </remarks>
internal static class ExtendedFit
{
    /// <param name="content">The model. It holds the features of all of its distinct rows.</param>
    /// <param name="rows">The new rows.</param>
    /// <param name="plan">The fit of all rows.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static (FitResult Fit, AlignedContent Aligned) Run(
        LleModelContent content, FeatureMatrix rows, FitPlan plan, FitContext context)
    {
        FittedRows held = content.Rows!;
        int known = held.Features.NumberOfRows;
        CenteredFeatures all = AppendedRows.Append(held.Features, rows, context);
        context.Report(LlePhase.Features, all.NumberOfRows, all.NumberOfRows);
        DistinctRows distinct = DistinctRows.Append(
            all,
            TrainingRowNumbers.FindFirst(held) ?? [.. Enumerable.Range(0, known)],
            held.DistinctIndex ?? [.. Enumerable.Range(0, known)],
            context);
        FoundNeighbors neighbors = FindNeighbors(content, distinct, plan, context);
        FitResult fit = FitPipeline.FromNeighbors(distinct, neighbors, plan with { Start = Start(content) }, context);
        LleModelContent grown = fit.Content with { FeatureNames = content.FeatureNames };
        AlignedContent aligned = AlignedContent.Of(
            grown, grown.Rows!.Embedding[..held.Embedding.Length], held.Embedding, content.NumberOfComponents,
            LleAlignmentKind.Orthogonal);
        return (fit, aligned);
    }

    private static FoundNeighbors FindNeighbors(LleModelContent content, DistinctRows distinct, FitPlan plan, FitContext context)
    {
        var prepared = new PreparedRows(distinct);
        if (!plan.UpdatesGraph || content.Graph is not NeighborGraph graph)
        {
            return FitPipeline.FindNeighbors(prepared, plan, context);
        }

        INeighborSearch search = NeighborSearches.Create(
            distinct.Features, plan.Search, plan.Metric, distinct.Representatives, context, plan.Seed);
        NeighborGraph updated = AppendedGraph.Append(
            InScaleOf(distinct.Features, graph, content), distinct.Features, search, rows => plan.CreateSearch(rows, context), context);
        TiedNeighbors.Warn(distinct.Features, search, updated, context);
        return new FoundNeighbors(updated, plan.Search == LleNeighborSearch.Auto ? search : null);
    }

    /// <summary>Distances shrink as rows do that make room for a far one. Shares of columns do not.</summary>
    private static NeighborGraph InScaleOf(CenteredFeatures features, NeighborGraph graph, LleModelContent content)
    {
        int growth = features.ScaleExponent - content.Scaling.ScaleExponent;
        return growth == 0 || content.Metric != LleMetric.Euclidean
            ? graph
            : new NeighborGraph(
                graph.NumberOfRows, graph.NumberOfNeighbors, graph.Indices,
                Array.ConvertAll(graph.SquaredDistances, distance => Math.ScaleB(distance, -2 * growth)));
    }

    /// <summary>The model's coordinates, and beside them the vectors that it has kept for this.</summary>
    private static DenseMatrix Start(LleModelContent content)
    {
        double[] coordinates = content.Rows!.Embedding;
        int d = content.NumberOfComponents, known = coordinates.Length / d, further = (content.Further?.Length ?? 0) / known;
        DenseMatrix start = new(known, d + further);
        for (int row = 0; row < known; row++)
        {
            coordinates.AsSpan(row * d, d).CopyTo(start.Row(row));
            TensorPrimitives.ConvertTruncating<float, double>(content.Further.AsSpan(row * further, further), start.Row(row)[d..]);
        }

        return start;
    }
}
