using LleTransforms.Features;
using LleTransforms.Placement;
using LleTransforms.Running;

namespace LleTransforms.Model;

/// <summary>A model's rule for single rows, as users have them: checks, the map to what the engine computes with, scratch.</summary>
/// <remarks>Safe for any number of threads; allocates nothing to place a row once as many scratches
/// exist as threads have ever placed rows at once.</remarks>
internal sealed class RowPlacer
{
    private readonly LleModelContent _content;
    private readonly IPlacement _placement;
    private readonly TrainingRowNumbers _numbers;
    private readonly ScratchPool<Scratch> _scratch;

    public RowPlacer(LleModelContent content, IPlacement placement, TrainingRowNumbers numbers)
    {
        (_content, _placement, _numbers) = (content, placement, numbers);
        _scratch = new ScratchPool<Scratch>(() => new Scratch(content.Scaling.NumberOfColumns, content.NumberOfComponents));
    }

    /// <summary>What tells of neighbours.</summary>
    /// <exception cref="InvalidOperationException">The model places rows by a projection alone.</exception>
    public INeighborExplainer Explainer => _placement.Explainer ?? throw new InvalidOperationException(
        $"A model of {_content.Method} places rows by a projection alone; it holds no training rows that could explain one.");

    public void Place(ReadOnlySpan<float> features, Span<float> coordinates) => Place(Map(features), coordinates);

    public void Place(ReadOnlySpan<double> features, Span<float> coordinates) => Place(Map(features), coordinates);

    public FeatureMatrix PlaceAll(FeatureMatrix rows, FitContext context)
    {
        RequireFeatures(rows.NumberOfColumns, nameof(rows));
        rows = _content.Metric == LleMetric.Precomputed ? DistanceTable.WithoutOffset(rows.Widen(), context) : rows;
        return BatchPlacement.Apply(rows, _content.Scaling, _placement, _content.NumberOfComponents, context);
    }

    public int FindTrainingRow(ReadOnlySpan<float> features) => Find(Map(features));

    public int FindTrainingRow(ReadOnlySpan<double> features) => Find(Map(features));

    public LleExplanation Explain(ReadOnlySpan<float> features) => Explain(Map(features), nameof(features));

    public LleExplanation Explain(ReadOnlySpan<double> features) => Explain(Map(features), nameof(features));

    public LleExplanation ExplainTrainingRow(int trainingRow)
    {
        _ = Explainer;
        int row = _numbers.DistinctOf(trainingRow);
        int held = _content.Rows!.Features.NumberOfRows;
        if (row >= held)
        {
            throw new InvalidOperationException(
                $"The model does not hold the features of training row {trainingRow}, only of the {held} rows that were drawn; " +
                $"Explain takes its features.");
        }

        return Explain((explainer, neighbors, weights, coordinates) => explainer.ExplainFitted(row, neighbors, weights, coordinates));
    }

    private void RequireFeatures(int length, string parameter)
    {
        if (length != _content.Scaling.NumberOfColumns)
        {
            throw new ArgumentException(
                $"The row has {length} values, but the model was fitted on " + (_content.Metric == LleMetric.Precomputed
                    ? $"the distances of {_content.NumberOfTrainingRows} rows to each other: a row to place holds its distance to each."
                    : $"{_content.Scaling.NumberOfColumns}."),
                parameter);
        }
    }

    /// <summary>Maps a row to what the engine computes with, in scratch that the caller gives back.</summary>
    private Scratch Map(ReadOnlySpan<float> features)
    {
        RequireFeatures(features.Length, nameof(features));
        Scratch scratch = _scratch.Rent();
        _content.Scaling.Map(features, scratch.Row);
        return scratch;
    }

    private Scratch Map(ReadOnlySpan<double> features)
    {
        RequireFeatures(features.Length, nameof(features));
        Scratch scratch = _scratch.Rent();
        _content.Scaling.Map(features, scratch.Row);
        return scratch;
    }

    private void Place(Scratch scratch, Span<float> coordinates)
    {
        if (coordinates.Length != _content.NumberOfComponents)
        {
            throw new ArgumentException(
                $"There is room for {coordinates.Length} coordinates, but the model gives {_content.NumberOfComponents}.",
                nameof(coordinates));
        }

        if (BatchPlacement.IsFinite(scratch.Row))
        {
            _placement.Place(scratch.Row, scratch.Coordinates);
            for (int c = 0; c < coordinates.Length; c++)
            {
                coordinates[c] = BatchPlacement.ToSingle(scratch.Coordinates[c]);
            }
        }
        else
        {
            coordinates.Fill(float.NaN);
        }

        _scratch.Return(scratch);
    }

    private int Find(Scratch scratch)
    {
        int distinct = Explainer.FindFitted(scratch.Row);
        _scratch.Return(scratch);
        return _numbers.FirstOf(distinct);
    }

    private LleExplanation Explain(Scratch scratch, string parameter)
    {
        _ = Explainer;
        if (!BatchPlacement.IsFinite(scratch.Row))
        {
            throw new ArgumentException("The row holds a value that is not finite; only finite rows have neighbours.", parameter);
        }

        LleExplanation explanation =
            Explain((explainer, neighbors, weights, coordinates) => explainer.Explain(scratch.Row, neighbors, weights, coordinates));
        _scratch.Return(scratch);
        return explanation;
    }

    private LleExplanation Explain(Func<INeighborExplainer, int[], double[], double[], double> explain)
    {
        int[] neighbors = new int[_content.NumberOfNeighbors];
        double[] weights = new double[_content.NumberOfNeighbors];
        double scaledError = explain(Explainer, neighbors, weights, new double[_content.NumberOfComponents]);
        return new(Array.ConvertAll(neighbors, _numbers.FirstOf), weights, Math.ScaleB(scaledError, 2 * _content.Scaling.ScaleExponent));
    }

    private sealed class Scratch(int featureCount, int componentCount)
    {
        public float[] Row { get; } = new float[featureCount];

        public double[] Coordinates { get; } = new double[componentCount];
    }
}
