using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Report.Reading;

/// <summary>Reads the features and the labels of all rows in one pass.</summary>
internal static class ReportColumns
{
    public static (FeatureMatrix Features, List<string>? Labels) Read(
        IDataView data, string inputColumnName, string? labelColumnName, CancellationToken cancellationToken)
    {
        DataViewSchema.Column input = Find(data.Schema, inputColumnName, "input");
        DataViewSchema.Column? label = labelColumnName is null ? null : Find(data.Schema, labelColumnName, "label");
        if (input.Type is not VectorDataViewType { IsKnownSize: true } vector || !IsReal(vector.ItemType))
        {
            throw new ArgumentOutOfRangeException(
                nameof(data),
                $"Schema mismatch for input column '{inputColumnName}': expected known-size vector of Single or Double, got {input.Type}");
        }

        using DataViewRowCursor cursor = data.GetRowCursor(label is { } wanted ? [input, wanted] : [input]);
        LabelText? labelText = label is { } column ? LabelText.Of(cursor, column) : null;
        List<string>? labels = labelText is null ? null : [];
        FeatureMatrix features = vector.ItemType == NumberDataViewType.Double
            ? ReadRows<double>(cursor, input, vector.Size, (builder, row) => builder.Append(row), OnRow)
            : ReadRows<float>(cursor, input, vector.Size, (builder, row) => builder.Append(row), OnRow);
        return (features, labels);

        void OnRow()
        {
            cancellationToken.ThrowIfCancellationRequested();
            labels?.Add(labelText!.Read());
        }
    }

    private delegate void Append<T>(FeatureMatrixBuilder builder, ReadOnlySpan<T> row);

    private static FeatureMatrix ReadRows<T>(DataViewRowCursor cursor, DataViewSchema.Column input, int size, Append<T> append,
        Action onRow)
        where T : unmanaged
    {
        var builder = new FeatureMatrixBuilder(size);
        ValueGetter<VBuffer<T>> getter = cursor.GetGetter<VBuffer<T>>(input);
        VBuffer<T> buffer = default;
        T[] dense = new T[size];
        while (cursor.MoveNext())
        {
            onRow();
            getter(ref buffer);
            buffer.CopyTo(dense);
            append(builder, dense);
        }

        return builder.Build();
    }

    private static bool IsReal(DataViewType type) => type == NumberDataViewType.Single || type == NumberDataViewType.Double;

    private static DataViewSchema.Column Find(DataViewSchema schema, string name, string role) =>
        schema.GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(nameof(schema), $"Could not find {role} column '{name}'");
}
