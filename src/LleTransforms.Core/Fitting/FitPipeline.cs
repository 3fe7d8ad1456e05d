using LleTransforms.Features;
using LleTransforms.Model;
using LleTransforms.Neighbors;
using LleTransforms.Placement;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>
/// The trunk: a fit's phases in their order. They make the prepared rows, their neighbours, the parts of the graph, each part's embedding
/// and what the model holds. An embedding is made by local geometry, alignment matrix and bottom eigenvectors. Each phase takes the
/// products of those before it, so that a caller that has some of them already enters there.
/// </summary>
/// <remarks>Roweis &amp; Saul 2000, "Nonlinear dimensionality reduction by locally linear embedding", Science 290, 2323-2326, the three
/// steps of its figure 2.</remarks>
internal static class FitPipeline
{
    /// <summary>The whole fit of prepared rows.</summary>
    public static FitResult Run(PreparedRows prepared, FitPlan plan, FitContext context)
    {
        int count = prepared.Distinct.Count;
        if (plan.SampleSize is not int most || count <= most)
        {
            return FromNeighbors(prepared.Distinct, FindNeighbors(prepared, plan, context), plan, context);
        }

        int[] drawn = RowSample.Draw(count, most, plan.Seed);
        context.Say(LlePhase.Neighbors, LleSeverity.Info,
            $"{most} of {count} distinct rows are fitted; the others are placed by the rule for unseen rows.");
        PreparedRows sample = prepared.Restrict(drawn);
        FitResult fitted = FromNeighbors(sample.Distinct, FindNeighbors(sample, plan, context), plan, context);
        return TrainingSample.PlaceOthers(fitted, prepared.Distinct, drawn, context);
    }

    /// <summary>Each row's k nearest rows.</summary>
    public static FoundNeighbors FindNeighbors(PreparedRows prepared, FitPlan plan, FitContext context)
    {
        DistinctRows distinct = prepared.Distinct;
        if (prepared.Labels is int[] labels)
        {
            return new FoundNeighbors(NeighborSearches.FindSupervisedGraph(
                distinct, labels, plan.SupervisionStrength, plan.NumberOfNeighbors, plan.Search, plan.Metric, plan.Seed, context), null);
        }

        INeighborSearch search =
            NeighborSearches.Create(distinct.Features, plan.Search, plan.Metric, distinct.Representatives, context, plan.Seed);

        NeighborGraph graph = search.FindGraph(plan.NumberOfNeighbors, context);
        TiedNeighbors.Warn(distinct.Features, search, graph, context);

        // Rows are placed by the cheapest exact search, whatever found the graph.
        return new FoundNeighbors(graph, plan.Search == LleNeighborSearch.Auto ? search : null);
    }

    /// <summary>The fit from the neighbours on.</summary>
    public static FitResult FromNeighbors(DistinctRows distinct, FoundNeighbors neighbors, FitPlan plan, FitContext context) =>
        plan.Variant.IsLinear ? Project(distinct, neighbors.Graph, plan, context) : Embed(distinct, neighbors, plan, context);

    /// <summary>The parts of the graph that are each embedded by themselves.</summary>
    public static GraphParts Divide(DistinctRows distinct, NeighborGraph graph, FitPlan plan, FitContext context) => GraphSplit.Resolve(
        distinct.Features,
        graph,
        plan.WhenDisconnected,
        plan.CutsSmallSinks,
        plan.SearchParts(context),
        (rows, neighbors) => plan.Variant.FindLinks(rows, neighbors, plan.Geometry, context),
        context);

    private static FitResult Project(DistinctRows distinct, NeighborGraph graph, FitPlan plan, FitContext context)
    {
        (LinearProjection projection, double[] eigenvalues, double[] coordinates) =
            LinearFit.Fit(distinct.Features.Widen(context), graph, plan, context);
        double[] shares = NarrowCoordinates.Tell(distinct, new FittedEmbedding(coordinates, eigenvalues), [null], context);
        LleModelContent content = Content(distinct, plan, eigenvalues, [distinct.Count]) with { Projection = projection };
        return new FitResult(content, null, []) { Participation = shares };
    }

    private static FitResult Embed(DistinctRows distinct, FoundNeighbors neighbors, FitPlan plan, FitContext context)
    {
        NeighborGraph graph = plan.KeepsWeights ? neighbors.Graph.WithWeights() : neighbors.Graph;
        GraphParts parts = Divide(distinct, graph, plan, context);
        FittedEmbedding embedding = parts.Parts.Count == 1 && parts.LooseRows.Length == 0
            ? ConnectedFit.Fit(parts.Parts[0], LandmarkFit.CountFor(distinct.Count, distinct.Count, plan), plan, context)
            : SeparateFit.Fit(distinct.Features, parts, plan, context);
        double[] shares = NarrowCoordinates.Tell(distinct, embedding, [.. parts.Parts.Select(part => part.Rows)], context);
        int[] sizes = [.. parts.Parts.Select(part => part.Rows.Length)];
        LleModelContent content =
            Content(distinct, plan, embedding.Eigenvalues, sizes) with { NumberOfLandmarks = embedding.Landmarks?.Length };
        if (!plan.PlaceAmongLandmarks || embedding.Landmarks is null)
        {
            var all = new FittedRows(distinct.Features, embedding.Coordinates, distinct.AllDistinct ? null : distinct.DistinctIndexOfRow);
            NeighborGraph? kept = plan.KeepsGraph && plan.UpdatesGraph ? graph : null;
            LleModelContent whole = content with { Rows = all, Graph = kept, Further = kept is null ? null : embedding.Further };
            return new FitResult(whole, neighbors.Search, embedding.Solutions)
            {
                Participation = shares,
            };
        }

        FittedRows held = LandmarkFit.Hold(distinct.Features, embedding, plan, context);
        FittedRows landmarks = held with { DistinctIndex = Array.ConvertAll(distinct.DistinctIndexOfRow, row => held.DistinctIndex![row]) };
        return new FitResult(content with { Rows = landmarks }, null, embedding.Solutions) { Participation = shares };
    }

    private static LleModelContent Content(DistinctRows distinct, FitPlan plan, double[] eigenvalues, int[] componentSizes) => new()
    {
        Method = plan.Method,
        Placement = plan.Placement,
        NumberOfComponents = plan.NumberOfComponents,
        NumberOfNeighbors = plan.NumberOfNeighbors,
        Metric = plan.Metric,
        NumberOfTrainingRows = distinct.DistinctIndexOfRow.Length,
        Regularization = plan.Geometry.Regularization,
        Eigenvalues = eigenvalues,
        PartSizes = componentSizes,
        Scaling = distinct.Features.Scaling,
    };
}
