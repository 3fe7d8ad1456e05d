using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tool.Models;

/// <summary>Fits through the ML.NET step, so that what is saved is what any ML.NET program saves and loads.</summary>
/// <remarks>It is kept apart from the rest, so that a run that saves no model never loads ML.NET.</remarks>
internal static class StepFitting
{
    public const string FeaturesColumn = "Features";
    public const string OutputColumn = "Lle";

    /// <summary>Fits the rows and writes the model's zip.</summary>
    public static LleModel FitAndSave(
        IReadOnlyList<double[]> rows, int[]? labels, LleOptions options, Stream zip, IProgress<LleProgress> progress,
        CancellationToken cancellationToken)
    {
        var mlContext = new MLContext(options.Seed);
        bool isSupervised = options.SupervisionStrength > 0 && labels is not null;
        IDataView data = isSupervised ? WithLabels(mlContext, rows, labels!) : WithoutLabels(mlContext, rows);
        LocallyLinearEmbeddingTransformer step = mlContext.Transforms.LocallyLinearEmbedding(new LocallyLinearEmbeddingOptions
        {
            OutputColumnName = OutputColumn,
            InputColumnName = FeaturesColumn,
            LabelColumnName = isSupervised ? nameof(LabelledRow.Label) : null,
            NumberOfComponents = options.NumberOfComponents,
            NumberOfNeighbors = options.NumberOfNeighbors,
            Method = options.Method,
            Regularization = options.Regularization,
            SupervisionStrength = isSupervised ? options.SupervisionStrength : 0,
            NumberOfLandmarks = options.NumberOfLandmarks,
            MaximumNumberOfTrainingRows = options.MaximumNumberOfTrainingRows,
            Seed = options.Seed,
            Progress = progress,
            CancellationToken = cancellationToken,
        }).Fit(data);

        // The labels are needed for fitting alone; what the model asks of its rows is their features.
        DataViewSchema schema = WithoutLabels(mlContext, [rows[0]]).Schema;
        mlContext.Model.Save(step, schema, zip);
        cancellationToken.ThrowIfCancellationRequested();
        return step.Model;
    }

    private static IDataView WithoutLabels(MLContext mlContext, IReadOnlyList<double[]> rows) =>
        mlContext.Data.LoadFromEnumerable(rows.Select(row => new Row { Features = row }), Sized<Row>(rows[0].Length));

    private static IDataView WithLabels(MLContext mlContext, IReadOnlyList<double[]> rows, int[] labels) =>
        mlContext.Data.LoadFromEnumerable(
            rows.Select((row, index) => new LabelledRow { Features = row, Label = labels[index] }), Sized<LabelledRow>(rows[0].Length));

    private static SchemaDefinition Sized<TRow>(int featureCount)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(TRow));
        schema[FeaturesColumn].ColumnType = new VectorDataViewType(NumberDataViewType.Double, featureCount);
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
