using LleTransforms.Mapping;
using LleTransforms.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Training;

/// <summary>Reads the features of all rows in one pass, in their order, and stops at the first value that is not a finite number.</summary>
internal static class TrainingDataReader
{
    /// <summary>Rows between two reports: often enough to watch, seldom enough to cost nothing.</summary>
    private const int ReportInterval = 4096;

    /// <param name="data">The rows.</param>
    /// <param name="input">Their column of features.</param>
    /// <param name="label">Their column of labels; null for none.</param>
    /// <param name="metric">What is near among them.</param>
    /// <param name="progress">Hears how many are read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <param name="model">The model that the rows are to join, and which is to know its rows again; null for rows to fit.</param>
    public static (FeatureMatrix Features, IReadOnlyList<int>? Labels) Read(
        IDataView data, InputColumn input, DataViewSchema.Column? label, LleMetric metric, IProgress<LleProgress> progress,
        CancellationToken cancellationToken, LleModel? model = null)
    {
        // GetRowCount is null for many views, those in memory included, so the builder grows as rows come.
        FeatureMatrixBuilder? builder = null;
        long total = data.GetRowCount() ?? 0;
        long row = 0;
        using var cursor = data.GetRowCursor(label is { } needed ? [input.Column, needed] : [input.Column]);
        var labels = label is { } known ? new LabelReader(cursor, known) : null;
        var reader = FeatureReader.Create(cursor, input);
        for (; cursor.MoveNext(); row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            reader.Read();
            int slot = reader.FirstNonFiniteSlot();
            if (slot >= 0)
            {
                throw NotFinite(input.Column, row, slot, reader.Describe(slot));
            }

            reader.AppendTo(builder ??= BuilderOf(reader.Size, metric, model), keepSparse: true);
            labels?.Read(row);
            if (row % ReportInterval == 0)
            {
                progress.Report(new LleProgress(LlePhase.Features, row, total));
            }
        }

        if (builder is null)
        {
            throw new InvalidOperationException(
                $"Column '{input.Column.Name}' has no rows: Locally Linear Embedding learns from at least 3.");
        }

        progress.Report(new LleProgress(LlePhase.Features, row, row));
        return (builder.Build().WithColumnNames(SlotNames.Of(input)), labels?.Labels);
    }

    /// <summary>Rows of another width than the model's get a table as well, for the model to refuse.</summary>
    private static FeatureMatrixBuilder BuilderOf(int size, LleMetric metric, LleModel? model) => model?.NumberOfFeatures == size
        ? model.CreateRowBuilder()
        : new(size) { RoundsToSingle = metric == LleMetric.Precomputed };

    public static InvalidOperationException NotFinite(
        DataViewSchema.Column column, long row, int slot, string value, string values = "features") => new(
        $"Column '{column.Name}' holds {value} in row {row}, slot {slot}{SlotName(column, slot)} (both counted from 0); " +
        $"{values} must be finite. "
        + $"Put mlContext.Transforms.ReplaceMissingValues(\"{column.Name}\") in front, or drop such rows with "
        + $"mlContext.Data.FilterRowsByMissingValues.");

    private static string SlotName(DataViewSchema.Column column, int slot)
    {
        if (column.Annotations.Schema.GetColumnOrNull("SlotNames") is not { Type: VectorDataViewType { ItemType: TextDataViewType } })
        {
            return "";
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue("SlotNames", ref names);
        ReadOnlyMemory<char> name = slot < names.Length ? names.GetItemOrDefault(slot) : default;
        return name.IsEmpty ? "" : $" ('{name}')";
    }
}
