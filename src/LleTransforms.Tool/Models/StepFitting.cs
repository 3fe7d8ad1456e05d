using LleTransforms.Tool.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace LleTransforms.Tool.Models;

/// <summary>Fits through the ML.NET step, so that what is saved is what any ML.NET program saves and loads.</summary>
/// <remarks>It is kept apart from the rest, so that a run that saves no model never loads ML.NET.</remarks>
internal static class StepFitting
{
    public const string FeaturesColumn = "Features";
    public const string OutputColumn = "Lle";

    /// <summary>Fits the rows and writes the model's zip.</summary>
    public static LleModel FitAndSave(
        FittedTable table, LleOptions options, Stream zip, IProgress<LleProgress> progress, CancellationToken cancellationToken)
    {
        var mlContext = new MLContext(options.Seed);
        bool isSupervised = options.SupervisionStrength > 0 && table.Labels is not null;
        IDataView data = isSupervised ? WithLabels(mlContext, table) : WithoutLabels(mlContext, table);
        NormalizingTransformer? scaling = table.Scale is null ? null : Scaling(mlContext, table, table.Scale);
        LocallyLinearEmbeddingTransformer step = mlContext.Transforms.LocallyLinearEmbedding(new LocallyLinearEmbeddingOptions
        {
            OutputColumnName = OutputColumn,
            InputColumnName = FeaturesColumn,
            LabelColumnName = isSupervised ? nameof(LabelledRow.Label) : null,
            NumberOfComponents = options.NumberOfComponents,
            NumberOfNeighbors = options.NumberOfNeighbors,
            Method = options.Method,
            Metric = options.Metric,
            Regularization = options.Regularization,
            SupervisionStrength = isSupervised ? options.SupervisionStrength : 0,
            MinimumParticipation = options.MinimumParticipation,
            NumberOfLandmarks = options.NumberOfLandmarks,
            MaximumNumberOfTrainingRows = options.MaximumNumberOfTrainingRows,
            KeepsGraph = options.KeepsGraph,
            Seed = options.Seed,
            Progress = progress,
            CancellationToken = cancellationToken,
        }).Fit(scaling is null ? data : scaling.Transform(data));

        // The labels are needed for fitting alone; what the model asks of its rows is their features.
        DataViewSchema schema = WithoutLabels(mlContext, table with { Rows = [table.Rows[0]] }).Schema;
        mlContext.Model.Save(scaling is null ? step : new TransformerChain<ITransformer>(scaling, step), schema, zip);
        cancellationToken.ThrowIfCancellationRequested();
        return step.Model;
    }

    /// <summary>Adds rows to a saved step.</summary>
    /// <param name="saved">The step, and what stands in front of it.</param>
    /// <param name="rows">The new rows, with their columns in the order of the model, not yet scaled.</param>
    /// <param name="names">The names of those columns.</param>
    /// <param name="progress">Hears of the fit.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static LocallyLinearEmbeddingTransformer Extend(
        SavedChain saved, IReadOnlyList<double[]> rows, string[]? names, IProgress<LleProgress> progress,
        CancellationToken cancellationToken)
    {
        var mlContext = new MLContext();
        LleModel model = saved.Step.Model;
        IDataView data = WithoutLabels(mlContext, new FittedTable(rows, names, null, null));
        return mlContext.Transforms.LocallyLinearEmbedding(new LocallyLinearEmbeddingOptions
        {
            OutputColumnName = saved.Step.OutputColumnName,
            InputColumnName = saved.Step.InputColumnName,
            NumberOfComponents = model.NumberOfComponents,
            NumberOfNeighbors = model.NumberOfNeighbors,
            Method = model.Method,
            Metric = model.Metric,
            Regularization = model.Regularization,
            Placement = model.Placement,
            NumberOfLandmarks = model.NumberOfLandmarks,
            KeepsGraph = model.HoldsGraph,
            Progress = progress,
            CancellationToken = cancellationToken,
        }).Fit(saved.Scaling is null ? data : saved.Scaling.Transform(data), saved.Step);
    }

    /// <summary>A normaliser of ranges that was fitted on each column's low and high, and so computes what the scale does.</summary>
    private static NormalizingTransformer Scaling(MLContext mlContext, FittedTable table, ColumnScale scale) =>
        mlContext.Transforms.NormalizeMinMax(FeaturesColumn, fixZero: false)
            .Fit(WithoutLabels(mlContext, table with { Rows = [scale.Lows, scale.Highs] }));

    private static IDataView WithoutLabels(MLContext mlContext, FittedTable table) =>
        mlContext.Data.LoadFromEnumerable(table.Rows.Select(row => new Row { Features = row }), Sized<Row>(table));

    private static IDataView WithLabels(MLContext mlContext, FittedTable table) =>
        mlContext.Data.LoadFromEnumerable(
            table.Rows.Select((row, index) => new LabelledRow { Features = row, Label = table.Labels![index] }), Sized<LabelledRow>(table));

    private static SchemaDefinition Sized<TRow>(FittedTable table)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(TRow));
        SchemaDefinition.Column features = schema[FeaturesColumn];
        features.ColumnType = new VectorDataViewType(NumberDataViewType.Double, table.Rows[0].Length);
        if (table.Names is { } names)
        {
            var slots = new VBuffer<ReadOnlyMemory<char>>(names.Length, Array.ConvertAll(names, name => name.AsMemory()));
            features.AddAnnotation("SlotNames", slots, new VectorDataViewType(TextDataViewType.Instance, names.Length));
        }

        return schema;
    }

    private sealed class Row
    {
        public double[] Features { get; set; } = [];
    }

    private sealed class LabelledRow
    {
        public double[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}

/// <summary>What a step is fitted on.</summary>
/// <param name="Rows">The features.</param>
/// <param name="Names">The names of their columns; null where there are none.</param>
/// <param name="Labels">A number for each row; null where there are no labels.</param>
/// <param name="Scale">What brings the rows to one scale; null where nothing does.</param>
internal sealed record FittedTable(IReadOnlyList<double[]> Rows, string[]? Names, int[]? Labels, ColumnScale? Scale);
