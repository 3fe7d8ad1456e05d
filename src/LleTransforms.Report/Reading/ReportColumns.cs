using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Report.Reading;

/// <summary>Reads the features and the labels of all rows in one pass.</summary>
internal static class ReportColumns
{
    /// <param name="data">The rows.</param>
    /// <param name="inputColumnName">The column of features; where its type has no size, each row has its own.</param>
    /// <param name="model">The model of the step, which is to know its rows again.</param>
    /// <param name="labelColumnName">The column of labels; null for none.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static (FeatureMatrix Features, List<string>? Labels) Read(
        IDataView data, string inputColumnName, LleModel model, string? labelColumnName, CancellationToken cancellationToken)
    {
        int size = model.NumberOfFeatures;
        DataViewSchema.Column input = Find(data.Schema, inputColumnName, "input");
        DataViewSchema.Column? label = labelColumnName is null ? null : Find(data.Schema, labelColumnName, "label");
        if (input.Type is not VectorDataViewType vector || !IsReal(vector.ItemType) || (vector.IsKnownSize && vector.Size != size))
        {
            throw new ArgumentOutOfRangeException(
                nameof(data),
                $"Schema mismatch for input column '{inputColumnName}': expected vector of {size} Single or Double, on which the step " +
                $"was fitted, got {input.Type}");
        }

        using DataViewRowCursor cursor = data.GetRowCursor(label is { } wanted ? [input, wanted] : [input]);
        LabelText? labelText = label is { } column ? LabelText.Of(cursor, column) : null;
        List<string>? labels = labelText is null ? null : [];
        FeatureMatrix features = vector.ItemType == NumberDataViewType.Double
            ? ReadRows<double>(cursor, input, model, (builder, row) => builder.Append(row), OnRow)
            : ReadRows<float>(cursor, input, model, (builder, row) => builder.Append(row), OnRow);
        return (features, labels);

        void OnRow()
        {
            cancellationToken.ThrowIfCancellationRequested();
            labels?.Add(labelText!.Read());
        }
    }

    private delegate void Append<T>(FeatureMatrixBuilder builder, ReadOnlySpan<T> row);

    private static FeatureMatrix ReadRows<T>(
        DataViewRowCursor cursor, DataViewSchema.Column input, LleModel model, Append<T> append, Action onRow)
        where T : unmanaged
    {
        int size = model.NumberOfFeatures;
        FeatureMatrixBuilder builder = model.CreateRowBuilder();
        ValueGetter<VBuffer<T>> getter = cursor.GetGetter<VBuffer<T>>(input);
        VBuffer<T> buffer = default;
        T[] dense = new T[size];
        while (cursor.MoveNext())
        {
            onRow();
            getter(ref buffer);
            if (buffer.Length != size)
            {
                throw new ArgumentException(
                    $"Column '{input.Name}' has {buffer.Length} values in row {cursor.Position} (counted from 0), and the step was " +
                    $"fitted on {size}.");
            }

            buffer.CopyTo(dense);
            append(builder, dense);
        }

        return builder.Build();
    }

    private static bool IsReal(DataViewType type) => type == NumberDataViewType.Single || type == NumberDataViewType.Double;

    private static DataViewSchema.Column Find(DataViewSchema schema, string name, string role) =>
        schema.GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(nameof(schema), $"Could not find {role} column '{name}'");
}
