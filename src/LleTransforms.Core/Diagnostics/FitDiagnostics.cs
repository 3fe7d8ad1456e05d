using LleTransforms.Alignment;
using LleTransforms.Diagnostics;
using LleTransforms.Eigen;
using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.Neighbors;
using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms;

/// <summary>
/// What an embedding rests on, computed anew from the rows it was fitted on. Each row's neighbours come with the weights by which they
/// stand for it (Roweis &amp; Saul 2000, equation 1, unless the method has its own). The eigenvalues that follow those of the coordinates
/// tell the gap.
/// </summary>
/// <remarks>
/// <para>Neighbours are taken among all rows by the model's metric, whatever its method. Rows that a sample left out have neighbours too.
/// Labels take no part. Equal rows share theirs, and stand under the number of the first of them.</para>
/// <para>Cost: that of a second fit, of which the neighbour search is the larger part where there are many columns. Instances are immutable
/// and safe for any number of threads.</para>
/// </remarks>
/// <threadsafety instance="true"/>
public sealed class FitDiagnostics
{
    /// <summary>The rows that a part needs for each eigenvalue. With fewer, the eigenvalues after the coordinates' say nothing.</summary>
    private const int RowsForEachEigenvalue = 4;

    /// <summary>How far an eigenvalue may lie from the model's to count as the same. Options other than the model's give values that are
    /// far off.</summary>
    private const double SameEigenvalue = 1e-2;

    /// <summary>
    /// How well an iteration has to know the vectors: their error enters an eigenvalue squared. The gap behind the last of them may be
    /// narrow, and what suits coordinates would take many times the fit's own iterations.
    /// </summary>
    private const double IterativeTolerance = 1e-2;

    /// <summary>Bytes of factors beyond which a few more eigenvalues are not worth it.</summary>
    private const double MemoryBudget = 3e9;

    private readonly int[] _distinctIndexOfRow;
    private readonly int[] _neighbors;
    private readonly double[] _weights;
    private readonly double[] _errors;

    private FitDiagnostics(
        DistinctRows distinct, NeighborGraph graph, double[] weights, double[] errors, double[] followingEigenvalues,
        double[] participation)
    {
        _distinctIndexOfRow = distinct.DistinctIndexOfRow;
        _neighbors = Array.ConvertAll(graph.Indices, row => distinct.Representatives[row]);
        _weights = weights;
        _errors = errors;
        NumberOfNeighbors = graph.NumberOfNeighbors;
        NumberOfDistinctRows = distinct.Count;
        FollowingEigenvalues = Array.AsReadOnly(followingEigenvalues);
        Participation = Array.AsReadOnly(participation);
    }

    /// <summary>The number of rows, n, equal rows counted each.</summary>
    public int NumberOfRows => _distinctIndexOfRow.Length;

    /// <summary>The number of rows that differ.</summary>
    public int NumberOfDistinctRows { get; }

    /// <summary>The number of neighbours of each row, k.</summary>
    public int NumberOfNeighbors { get; }

    /// <summary>
    /// The eigenvalues of the alignment matrix after <see cref="LleModel.Eigenvalues"/>, ascending. The list is empty where the rows alone
    /// do not give the model's own eigenvalues. That is so after a fit on a sample, on landmarks or with labels, or with options that the
    /// model does not tell. It is empty too where the model's parts have too few rows, or where no solver found the eigenvalues in
    /// reasonable time.
    /// </summary>
    public IReadOnlyList<double> FollowingEigenvalues { get; }

    /// <summary>
    /// The share of the fitted rows that each coordinate rests on, d numbers from 0 to 1. It is (sum of v^2)^2 / (n sum of v^4) of the
    /// centred values v. Normal values give a third. Where the graph was embedded in parts
    /// a coordinate is centred and counted in each of them.
    /// </summary>
    public IReadOnlyList<double> Participation { get; }

    /// <summary>
    /// The coordinates, from 0, that rest on less than one in a hundred of the rows. They tell a group that all but closes among itself
    /// from the others, and little more. More neighbours spread them, and <see cref="LleOptions.MinimumParticipation"/> passes them over.
    /// </summary>
    public IReadOnlyList<int> NarrowCoordinates =>
        [.. Enumerable.Range(0, Participation.Count).Where(c => Participation[c] < ParticipationRatio.NarrowShare)];

    /// <summary>Computes them.</summary>
    /// <param name="features">The n rows that the model was fitted on, in their order.</param>
    /// <param name="model">The model: it gives k, d, the metric, the method and the regularisation.</param>
    /// <param name="numberOfEigenvalues">How many eigenvalues after the coordinates' to find, at least 0; 0 saves the eigen solve.</param>
    /// <param name="progress">Hears of each phase, from several threads at once, but no messages: the fit gave them; or null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The same bits for any number of threads.</returns>
    /// <exception cref="ArgumentException">The rows are not those the model was fitted on.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="numberOfEigenvalues"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static FitDiagnostics Compute(
        FeatureMatrix features,
        LleModel model,
        int numberOfEigenvalues = 4,
        IProgress<LleProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(numberOfEigenvalues);
        var context = new FitContext(progress is null ? null : new SilentProgress(progress), null, cancellationToken);
        return RunContext.Unwrap(() => Compute(features, model, numberOfEigenvalues, context));
    }

    private static FitDiagnostics Compute(FeatureMatrix features, LleModel model, int numberOfEigenvalues, FitContext context)
    {
        CenteredFeatures centered = ModelRows.Require(features, model, context);
        DistinctRows distinct = DistinctRows.Find(centered, context);
        NeighborGraph graph = NeighborSearches
            .Create(distinct.Features, LleNeighborSearch.Auto, model.Metric, distinct.Representatives, context)
            .FindGraph(model.NumberOfNeighbors, context);
        (double[] weights, double[] errors) = RowReconstruction.Of(distinct.Features, graph, model, context);
        double[] following = FindFollowing(distinct, graph, model, numberOfEigenvalues, context);
        double[] participation = model.Participation?.ToArray() ?? HeldParticipation.Of(features, distinct, graph, model, context);
        return new FitDiagnostics(distinct, graph, weights, errors, following, participation);
    }

    /// <summary>The numbers of a row's k nearest rows, nearest first; of equal rows the first.</summary>
    /// <param name="row">The row's number, from 0.</param>
    public ReadOnlySpan<int> Neighbors(int row) => _neighbors.AsSpan(_distinctIndexOfRow[row] * NumberOfNeighbors, NumberOfNeighbors);

    /// <summary>The weights of those neighbours, k of them, which sum to one; a negative weight pushes away.</summary>
    /// <param name="row">The row's number, from 0.</param>
    public ReadOnlySpan<double> Weights(int row) => _weights.AsSpan(_distinctIndexOfRow[row] * NumberOfNeighbors, NumberOfNeighbors);

    /// <summary>The squared distance from a row to the weighted sum of its neighbours, in the features' units.</summary>
    /// <param name="row">The row's number, from 0.</param>
    public double ReconstructionError(int row) => _errors[_distinctIndexOfRow[row]];

    private static double[] FindFollowing(DistinctRows distinct, NeighborGraph graph, LleModel model, int wanted, FitContext context)
    {
        int d = model.NumberOfComponents;
        bool isLinear = model.Method.IsLinear();
        bool isWhole = isLinear || model.NumberOfHeldRows == distinct.Count;
        if (wanted == 0 || !isWhole || model.NumberOfLandmarks is not null || model.PartSizes.Min() < RowsForEachEigenvalue * (d + wanted))
        {
            return [];
        }

        FitPlan plan = FitPlan.Of(model.FittedOptions, model.NumberOfNeighbors);
        double[] found = isLinear
            ? OfProjection(distinct.Features, graph, plan, wanted, context)
            : OfRows(distinct, graph, plan, wanted, context);
        if (found.Length == 0)
        {
            return [];
        }

        for (int c = 0; c < d; c++)
        {
            if (Math.Abs(found[c] - model.Eigenvalues[c]) > SameEigenvalue * Math.Max(found[c], model.Eigenvalues[c]))
            {
                return [];
            }
        }

        return found[d..];
    }

    private static double[] OfProjection(CenteredFeatures features, NeighborGraph graph, FitPlan plan, int wanted, FitContext context)
    {
        AlignmentMatrix alignment = plan.Variant.Align(features, graph, 0, plan.Geometry, context);
        try
        {
            return LinearAlignment.Solve(features, alignment, plan.NumberOfComponents + wanted, context).Eigenvalues;
        }
        catch (ArgumentOutOfRangeException)
        {
            // The rank of the features allows no more. The model has all there is, or nearly.
            return [];
        }
    }

    private static double[] OfRows(DistinctRows distinct, NeighborGraph graph, FitPlan plan, int wanted, FitContext context)
    {
        EigenRequest further = plan.Eigen with { Count = plan.NumberOfComponents + wanted, IterativeTolerance = IterativeTolerance,
            MemoryBudget = MemoryBudget };
        IReadOnlyList<EigenSolution> solutions;
        try
        {
            solutions = FitPipeline.FromNeighbors(
                distinct, new FoundNeighbors(graph, null), plan with { Eigen = further }, context).Solutions;
        }
        catch (Exception failure) when (failure is NoEigenSolverException or InsufficientMemoryException)
        {
            // No solver found them within its means. The report has less to tell, and nothing else is lost.
            return [];
        }

        if (solutions.Any(solution => solution.Eigenvalues.Length < further.Count))
        {
            // A part has too few rows. The model's own options had joined it to others.
            return [];
        }

        return [.. Enumerable.Range(0, further.Count).Select(c => solutions.Sum(solution => Math.Max(0, solution.Eigenvalues[c])))];
    }
}
