using LleTransforms.Methods;
using static LleTransforms.LleOptionRanges;

namespace LleTransforms;

/// <summary>What a fit may be told. Every property has a default that suits a first try.</summary>
/// <remarks>Not safe for changes while a fit reads it; <see cref="LocallyLinearEmbedding"/> takes a copy before it starts work.</remarks>
public sealed class LleOptions
{
    /// <summary>The number of coordinates of the embedding, d. From 1 to 10,000 and at most two less than
    /// the number of distinct rows. Default 10.</summary>
    public int NumberOfComponents { get; set; } = DefaultNumberOfComponents;

    /// <summary>The number of neighbours of each row, k. From 2, or what the method needs, to 1,000, and less than the number of distinct
    /// rows; null lets <see cref="NumberOfNeighborsSelection"/> choose it. Default 12.</summary>
    public int? NumberOfNeighbors { get; set; } = DefaultNumberOfNeighbors;

    /// <summary>The variant. Default <see cref="LleMethod.Standard"/>.</summary>
    public LleMethod Method { get; set; } = LleMethod.Standard;

    /// <summary>
    /// The ridge of each neighbourhood's Gram matrix, as a share of its trace, from 1e-12 to 1. Larger values make the weights more equal.
    /// Default 1e-3.
    /// </summary>
    public double Regularization { get; set; } = DefaultRegularization;

    /// <summary>
    /// For <see cref="LleMethod.Modified"/>: whether a row has at most k - d weight vectors, as Zhang &amp; Wang 2006 define it. False lets
    /// the variance alone decide, as scikit-learn does; rows of low dimension then bind directions within the tangent space. Default true.
    /// </summary>
    public bool LimitWeightVectors { get; set; } = true;

    /// <summary>What "near" means when neighbours are chosen; weights and tangent spaces stay Euclidean. With
    /// <see cref="LleMetric.Precomputed"/> distances take the place of features. Default <see cref="LleMetric.Euclidean"/>.</summary>
    public LleMetric Metric { get; set; } = LleMetric.Euclidean;

    /// <summary>How the neighbours of the training rows are found. Default <see cref="LleNeighborSearch.Auto"/>, which is exact.</summary>
    public LleNeighborSearch NeighborSearch { get; set; } = LleNeighborSearch.Auto;

    /// <summary>
    /// How the bottom eigenvectors are found, if it succeeds; another solver takes over if not. The linear methods have their own. Default
    /// <see cref="LleEigenSolver.Auto"/>.
    /// </summary>
    public LleEigenSolver EigenSolver { get; set; } = LleEigenSolver.Auto;

    /// <summary>
    /// By how much rows of different labels are pushed apart before neighbours are chosen (supervised LLE, de Ridder et al. 2003). It is a
    /// share of the data's diameter, from 0 to 1, and takes effect only where labels are given. 0 ignores the labels. Near 1 each class is
    /// embedded by itself. Default 0.
    /// </summary>
    public double SupervisionStrength { get; set; }

    /// <summary>How unseen rows are placed; null means the rule that serves the method best. Default null.</summary>
    public LlePlacement? Placement { get; set; }

    /// <summary>What to do when the neighbour graph falls apart. Default <see cref="LleDisconnectedGraph.EmbedSeparately"/>.</summary>
    /// <remarks>The linear methods fit one projection to all rows and do not need a connected graph: to them it means nothing.</remarks>
    public LleDisconnectedGraph DisconnectedGraph { get; set; } = LleDisconnectedGraph.EmbedSeparately;

    /// <summary>
    /// The smallest share of rows that a coordinate may rest on, from 0 to 1: <see cref="LleModel.Participation"/>. Eigenvectors that rest
    /// on fewer are passed over. Further ones take their place, which costs further eigen solves. A share of 0.01 passes over what
    /// <see cref="FitDiagnostics.NarrowCoordinates"/> tells of. Where nothing is to be passed over the result keeps its bits. Default 0:
    /// nothing is passed over.
    /// </summary>
    public double MinimumParticipation { get; set; }

    /// <summary>
    /// The most distinct rows that are fitted. From more, a seeded sample is drawn without replacement, and every other row is placed by
    /// the rule for unseen rows. The model holds the features of the sample alone, and coordinates for all rows. The number is at least two
    /// more than neighbours and than components. Null means all. Default null.
    /// </summary>
    public int? MaximumNumberOfTrainingRows { get; set; }

    /// <summary>
    /// The number of landmarks of Locally Linear Landmarks (Vladymyrov &amp; Carreira-Perpinan 2013): a seeded sample of the fitted rows
    /// whose coordinates alone are free. Every other row has the weighted sum of its nearest landmarks' coordinates. All rows still shape
    /// the embedding, and the model holds all of them. The number is at least two more than neighbours and than components, and at most
    /// 20,000. Where there are no more rows than landmarks, the fit is the full one. It does not go with the linear methods. Null means a
    /// full fit. Default null.
    /// </summary>
    /// <remarks>The reduced problem is dense: 8 L^2 bytes, L^3 / 3 multiplications and additions. Several parts of a graph share the
    /// landmarks by their rows. Each part gets at least the fewest that serve it.</remarks>
    public int? NumberOfLandmarks { get; set; }

    /// <summary>
    /// Whether a fit of landmarks places unseen rows by the nearest landmarks, as it did the training rows. Else the nearest of all
    /// training rows place them. The model then holds the landmarks' features alone, and is smaller and places faster by that factor. It
    /// treats old and new rows alike, but the coordinates are coarser (docs/evidence/scale.md). It needs <see cref="NumberOfLandmarks"/>.
    /// Default false.
    /// </summary>
    public bool PlaceAmongLandmarks { get; set; }

    /// <summary>
    /// Whether the model holds the neighbour graph of its rows, so that <see cref="LleModel.Extend"/> need not find it again. It takes 12 k
    /// bytes a row, in memory and in the file. Where an iteration found the eigenvectors, it also holds those that it had beside them. They
    /// take 4 (b - d) bytes a row, b being d + 6 rounded up to a multiple of 8, at least 16. The next growth begins there. In memory alone
    /// the weights of Standard and Convex take 8 k bytes a row more. Versions before this option cannot read such a file. Nothing is held
    /// where the graph would be found anew all the same. That is so with
    /// <see cref="LleMetric.Cosine"/>, <see cref="LleMetric.Precomputed"/>, <see cref="LleNeighborSearch.Approximate"/>, labels and the
    /// linear methods. It is so with a model that does not hold the features of all rows, too. Default false.
    /// </summary>
    public bool KeepsGraph { get; set; }

    /// <summary>Starts what is pseudo-random: samples, and start vectors of iterative solvers. The same seed gives the same bits; null
    /// means 0. Default null.</summary>
    public int? Seed { get; set; }

    /// <summary>The most threads a fit uses, at least 1; null means one per processor. The result does
    /// not depend on it. Default null.</summary>
    public int? NumberOfThreads { get; set; }

    /// <summary>The number of neighbours, once it is known.</summary>
    internal int KnownNumberOfNeighbors =>
        NumberOfNeighbors ?? throw new InvalidOperationException("The number of neighbours is not chosen yet.");

    /// <summary>The rule that places rows, the method's default resolved.</summary>
    internal LlePlacement ResolvedPlacement => Placement ?? Variant.DefaultPlacement;

    /// <summary>What the method needs and does.</summary>
    internal LleVariant Variant => Method.Variant();

    /// <summary>What the local geometry is told.</summary>
    internal GeometryOptions Geometry => new(NumberOfComponents, Regularization, LimitWeightVectors);

    /// <summary>The fewest rows that can be fitted or serve as landmarks, as far as the number of neighbours is known.</summary>
    internal int SmallestSampleSize => Math.Max(NumberOfNeighbors ?? 0, NumberOfComponents) + 2;

    /// <summary>The same options again, whose later changes do not reach these.</summary>
    public LleOptions Copy() => (LleOptions)MemberwiseClone();

    /// <summary>Checks what can be checked before the data are seen.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names
    /// it, its value and the range.</exception>
    public void Validate()
    {
        Require(NumberOfComponents is >= SmallestNumberOfComponents and <= LargestNumberOfComponents,
            LleOptionName.NumberOfComponents, NumberOfComponents,
            $"from {SmallestNumberOfComponents} to {LargestNumberOfComponents}");
        Require(NumberOfNeighbors is null or (>= SmallestNumberOfNeighbors and <= LargestNumberOfNeighbors),
            LleOptionName.NumberOfNeighbors, NumberOfNeighbors,
            $"from {SmallestNumberOfNeighbors} to {LargestNumberOfNeighbors}, or {LleOptionName.NumberOfNeighbors.Unset()}");
        RequireDefined(Method, LleOptionName.Method);
        RequireDefined(Metric, LleOptionName.Metric);
        RequireDefined(NeighborSearch, LleOptionName.NeighborSearch);
        RequireDefined(EigenSolver, LleOptionName.EigenSolver);
        RequireDefined(DisconnectedGraph, LleOptionName.DisconnectedGraph);
        RequireDefined(Placement ?? LlePlacement.Barycentric, LleOptionName.Placement);
        RequirePlacementOfTheMethod();
        RequireWhatTheMetricKnows();
        if (NumberOfNeighbors is int neighborCount)
        {
            RequireEnoughNeighbors(neighborCount);
            RequireSampleSizes();
        }

        Require(SupervisionStrength is >= SmallestSupervisionStrength and <= LargestSupervisionStrength,
            LleOptionName.SupervisionStrength, SupervisionStrength,
            $"from {SmallestSupervisionStrength} to {LargestSupervisionStrength}");
        Require(Regularization is >= SmallestRegularization and <= LargestRegularization, LleOptionName.Regularization, Regularization,
            $"from {SmallestRegularization:0e-0} to {LargestRegularization}");
        Require(MinimumParticipation is >= SmallestMinimumParticipation and <= LargestMinimumParticipation,
            LleOptionName.MinimumParticipation, MinimumParticipation,
            $"from {SmallestMinimumParticipation} to {LargestMinimumParticipation}");
        Require(NumberOfLandmarks is null || !Variant.IsLinear, LleOptionName.NumberOfLandmarks, NumberOfLandmarks,
            $"{LleOptionName.NumberOfLandmarks.Unset()} with {MethodName}, whose eigenproblem does not grow with the rows");
        Require(!PlaceAmongLandmarks || NumberOfLandmarks is not null, LleOptionName.PlaceAmongLandmarks, PlaceAmongLandmarks,
            $"false where {LleOptionName.NumberOfLandmarks} is {LleOptionName.NumberOfLandmarks.Unset()}");
        Require(NumberOfThreads is null or >= SmallestNumberOfThreads, LleOptionName.NumberOfThreads, NumberOfThreads,
            $"at least {SmallestNumberOfThreads}, or {LleOptionName.NumberOfThreads.Unset()}");
    }

    /// <summary>The method, as the reader of a message calls it.</summary>
    private LleOptionValue MethodName => LleOptionName.Method.Value(Method);

    private void RequirePlacementOfTheMethod()
    {
        const LleOptionName Option = LleOptionName.Placement;
        LleOptionValue linear = Option.Value(LlePlacement.Linear);
        LleOptionValue barycentric = Option.Value(LlePlacement.Barycentric), affine = Option.Value(LlePlacement.LocalAffine);
        FormattableString rules = Variant.IsLinear ? (FormattableString)$"{linear}" : $"{barycentric}, {affine}";
        Require(Placement is null || Variant.IsLinear == (Placement == LlePlacement.Linear), Option, Placement,
            $"{rules} or {Option.Unset()} with {MethodName}");
    }

    /// <summary>Checks that nothing is asked of Hamming, Jaccard and given distances that needs coordinates. Trees and neighbour descent
    /// do. So do labels, which push by a share of the data's diameter, and the linear methods, which project them.</summary>
    private void RequireWhatTheMetricKnows()
    {
        const LleOptionName Search = LleOptionName.NeighborSearch;
        FormattableString because = $"where {LleOptionName.Metric} is {LleOptionName.Metric.Value(Metric)}";
        bool isFree = Metric is LleMetric.Euclidean or LleMetric.Cosine;
        Require(isFree || NeighborSearch is LleNeighborSearch.Auto or LleNeighborSearch.BruteForce, Search, NeighborSearch,
            $"{Search.Value(LleNeighborSearch.Auto)} or {Search.Value(LleNeighborSearch.BruteForce)} {because}");
        Require(isFree || SupervisionStrength == 0, LleOptionName.SupervisionStrength, SupervisionStrength, $"0 {because}");
        Require(Metric != LleMetric.Precomputed || !Variant.IsLinear, LleOptionName.Method, Method,
            $"none of the linear methods {because}, for they project features, of which distances tell nothing");
    }

    private void RequireSampleSizes()
    {
        int smallest = SmallestSampleSize;
        const LleOptionName K = LleOptionName.NumberOfNeighbors, D = LleOptionName.NumberOfComponents;
        FormattableString why = $"two more than the larger of {K}, {NumberOfNeighbors}, and {D}, {NumberOfComponents}";
        Require(MaximumNumberOfTrainingRows is null || MaximumNumberOfTrainingRows >= smallest,
            LleOptionName.MaximumNumberOfTrainingRows, MaximumNumberOfTrainingRows,
            $"at least {smallest}, {why}; or {LleOptionName.MaximumNumberOfTrainingRows.Unset()}");
        Require(NumberOfLandmarks is null || (NumberOfLandmarks >= smallest && NumberOfLandmarks <= LargestNumberOfLandmarks),
            LleOptionName.NumberOfLandmarks, NumberOfLandmarks,
            $"at least {smallest}, {why}, and at most {LargestNumberOfLandmarks}; or {LleOptionName.NumberOfLandmarks.Unset()}");
    }

    /// <summary>Checks that the neighbours suffice for the method, and suggests both a k and a d that would do.</summary>
    private void RequireEnoughNeighbors(int neighborCount)
    {
        int smallest = Variant.SmallestNumberOfNeighbors(NumberOfComponents);
        int largestComponentCount = LargestNumberOfComponentsWith(neighborCount);
        FormattableString fewerComponents = largestComponentCount > 0
            ? (FormattableString)$", or {LleOptionName.NumberOfComponents} at most {largestComponentCount}"
            : $"";
        Require(neighborCount >= smallest, LleOptionName.NumberOfNeighbors, neighborCount,
            $"at least {smallest} for {MethodName} with {NumberOfComponents} components{fewerComponents}");
    }

    /// <summary>The most components, of those asked for, that the method finds with so many neighbours; 0 if it finds none.</summary>
    private int LargestNumberOfComponentsWith(int neighborCount)
    {
        int largest = 0;
        while (largest < NumberOfComponents && Variant.SmallestNumberOfNeighbors(largest + 1) <= neighborCount)
        {
            largest++;
        }

        return largest;
    }

    /// <summary>Checks that the rows can give the neighbours that the method needs for the components.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They cannot; the message says how many components they serve.</exception>
    internal void RequireRowsForComponents(int distinctRowCount)
    {
        int most = Math.Min(distinctRowCount - 1, LargestNumberOfNeighbors);
        int fewest = Variant.SmallestNumberOfNeighbors(SmallestNumberOfComponents);
        FormattableString given = $"the {distinctRowCount} distinct rows give at most {most}";
        Require(fewest <= most, LleOptionName.Method, Method,
            $"a method that needs fewer neighbours: {MethodName} needs {fewest}, and {given}");
        int needed = Variant.SmallestNumberOfNeighbors(NumberOfComponents);
        Require(needed <= most, LleOptionName.NumberOfComponents, NumberOfComponents,
            $"at most {LargestNumberOfComponentsWith(most)}: {MethodName} needs {needed} neighbours for it, and {given}");
    }

    /// <summary>Checks the options against the number of distinct rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option asks for more than the rows can give; the
    /// message suggests a value that works.</exception>
    internal void ValidateAgainst(int distinctRowCount)
    {
        RequireSampleSizes();
        RequireRowsForComponents(distinctRowCount);
        int largestNumberOfNeighbors = distinctRowCount - 1;
        int usual = Math.Max(
            Math.Min(DefaultNumberOfNeighbors, largestNumberOfNeighbors), Variant.SmallestNumberOfNeighbors(NumberOfComponents));
        Require(KnownNumberOfNeighbors <= largestNumberOfNeighbors, LleOptionName.NumberOfNeighbors, KnownNumberOfNeighbors,
            $"at most {largestNumberOfNeighbors}, one less than the {distinctRowCount} distinct rows; {usual} would work");
        int largestComponentCount = distinctRowCount - 2;
        int few = Math.Min(2, largestComponentCount);
        Require(NumberOfComponents <= largestComponentCount, LleOptionName.NumberOfComponents, NumberOfComponents,
            $"at most {largestComponentCount}, two less than the {distinctRowCount} distinct rows; {few} would work");
    }

    private static void RequireDefined<T>(T value, LleOptionName option)
        where T : struct, Enum =>
        Require(Enum.IsDefined(value), option, value, $"one of {string.Join(", ", Enum.GetNames<T>())}");

    private static void Require(bool holds, LleOptionName option, object? value, FormattableString allowed)
    {
        if (!holds)
        {
            throw LleMessage.OutOfRange(option, value, allowed);
        }
    }
}
