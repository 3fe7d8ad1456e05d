using LleTransforms.Mapping;
using LleTransforms.Schema;
using LleTransforms.Training;
using Microsoft.ML;

namespace LleTransforms.Evaluation;

/// <summary>Reads features and coordinates of all rows in one pass.</summary>
internal static class EmbeddingColumns
{
    private const int FewestRows = 3;

    public static (FeatureMatrix Features, FeatureMatrix Embedding) Read(
        IDataView data, InputColumn input, InputColumn embedding, CancellationToken cancellationToken)
    {
        FeatureMatrixBuilder? features = null, coordinates = null;
        using var cursor = data.GetRowCursor([input.Column, embedding.Column]);
        var featureReader = FeatureReader.Create(cursor, input);
        var coordinateReader = FeatureReader.Create(cursor, embedding);
        long row = 0;
        for (; cursor.MoveNext(); row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Append(featureReader, ref features, input, row, "features");
            Append(coordinateReader, ref coordinates, embedding, row, "coordinates");
        }

        if (row < FewestRows)
        {
            throw new InvalidOperationException(
                $"Columns '{input.Column.Name}' and '{embedding.Column.Name}' have {row} rows; an embedding is judged " +
                $"on at least {FewestRows}.");
        }

        return (Varied(features!.Build(), input), Varied(coordinates!.Build(), embedding));
    }

    private static FeatureMatrix Varied(FeatureMatrix rows, InputColumn column)
    {
        for (int row = 1; row < rows.NumberOfRows; row++)
        {
            if (!rows.ShiftedRow(row).SequenceEqual(rows.ShiftedRow(0)))
            {
                return rows;
            }
        }

        throw new InvalidOperationException(
            $"All {rows.NumberOfRows} rows of column '{column.Column.Name}' are equal; there are no distances to compare.");
    }

    private static void Append(FeatureReader reader, ref FeatureMatrixBuilder? matrix, InputColumn column, long row, string values)
    {
        reader.Read();
        int slot = reader.FirstNonFiniteSlot();
        if (slot >= 0)
        {
            throw TrainingDataReader.NotFinite(column.Column, row, slot, reader.Describe(slot), values);
        }

        reader.AppendTo(matrix ??= new FeatureMatrixBuilder(reader.Size), keepSparse: false);
    }
}
