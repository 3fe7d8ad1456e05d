using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.Model;
using LleTransforms.Neighbors;
using LleTransforms.Placement;
using LleTransforms.Running;

namespace LleTransforms.Updating;

/// <summary>Fits a model's rows and new ones together, from what the model knows of its own.</summary>
/// <remarks>
/// The trunk of any fit, entered with a graph that is updated in place of found, and with coordinates to begin from. Those are the
/// model's own, and for new rows where it places them. The result is that of a fit of all rows, in the axes of the model.
/// </remarks>
internal static class ExtendedFit
{
    /// <summary>The estimated error at which the iteration stops. A fit asks for a quarter of it. The angle to the eigenvectors is some
    /// twenty times smaller, and each growth ends at its own: nothing adds up.</summary>
    private const double IterativeTolerance = 2e-4;

    /// <param name="content">The model. It holds the features of all of its distinct rows.</param>
    /// <param name="placement">Its rule for unseen rows.</param>
    /// <param name="rows">The new rows.</param>
    /// <param name="plan">The fit of all rows.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static (FitResult Fit, AlignedContent Aligned) Run(
        LleModelContent content, IPlacement placement, FeatureMatrix rows, FitPlan plan, FitContext context)
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
        FitPlan begun = plan with
        {
            Start = Start(held, placement, distinct, content.NumberOfComponents, context),
            Eigen = plan.Eigen with { IterativeTolerance = IterativeTolerance },
        };
        FitResult fit = FitPipeline.FromNeighbors(distinct, neighbors, begun, context);
        LleModelContent grown = fit.Content with { FeatureNames = content.FeatureNames };
        AlignedContent aligned = AlignedContent.Of(
            grown, grown.Rows!.Embedding[..held.Embedding.Length], held.Embedding, LleAlignmentKind.Orthogonal);
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

    /// <summary>The model's coordinates, then those that it gives the new distinct rows.</summary>
    private static double[] Start(FittedRows held, IPlacement placement, DistinctRows distinct, int componentCount, FitContext context)
    {
        int known = held.Features.NumberOfRows;
        int[] added = [.. Enumerable.Range(known, distinct.Count - known)];
        double[] start = new double[checked(distinct.Count * componentCount)];
        held.Embedding.CopyTo(start, 0);
        float[] rows = FeatureMatrixBuilder.Allocate(added.Length, distinct.Features.NumberOfColumns);
        distinct.Features.Gather(added, rows);
        float unscale = MathF.ScaleB(1, distinct.Features.ScaleExponent - held.Features.ScaleExponent);
        for (int i = 0; i < rows.Length && unscale != 1; i++)
        {
            rows[i] *= unscale;
        }

        placement.PlaceBlock(rows, added.Length, start.AsMemory(known * componentCount), context);
        return start;
    }
}
