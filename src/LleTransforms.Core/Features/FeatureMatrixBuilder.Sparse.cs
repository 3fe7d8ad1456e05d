using LleTransforms.Features;

namespace LleTransforms;

/// <content>Rows of which only some values are given.</content>
public sealed partial class FeatureMatrixBuilder
{
    // Whether the offset has values that single precision takes for zero.
    private bool _baseLosesValues;

    /// <summary>Appends one single-precision row of which only some values are given, the others being zero.</summary>
    /// <param name="columns">The columns of the values, from 0, ascending.</param>
    /// <param name="values">A value for each of them.</param>
    /// <exception cref="ArgumentException">The lengths differ, or columns do not ascend within the table.</exception>
    /// <exception cref="InvalidOperationException">The table would pass the largest array there is.</exception>
    public void AppendSparse(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        RequirePlaces(columns, values.Length);
        StartSparse(_offset);
        if (_sparse is not null && _offset is null)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                _sparse.Append(columns[i], values[i]);
            }

            EndSparseRow();
            return;
        }

        float[] whole = new float[_columnCount];
        for (int i = 0; i < columns.Length; i++)
        {
            whole[columns[i]] = values[i];
        }

        Append(whole);
    }

    /// <summary>Appends one double-precision row of which only some values are given, the others being zero.</summary>
    /// <param name="columns">The columns of the values, from 0, ascending.</param>
    /// <param name="values">A value for each of them.</param>
    /// <exception cref="ArgumentException">The lengths differ, columns do not ascend within the table, or a finite value does not fit
    /// single precision.</exception>
    /// <exception cref="InvalidOperationException">The table would pass the largest array there is.</exception>
    public void AppendSparse(ReadOnlySpan<int> columns, ReadOnlySpan<double> values)
    {
        RequirePlaces(columns, values.Length);
        if (RoundsToSingle)
        {
            float[] rounded = new float[values.Length];
            for (int i = 0; i < rounded.Length; i++)
            {
                rounded[i] = StoredInRange(values[i], columns[i]);
            }

            AppendSparse(columns, rounded);
            return;
        }

        if (_sparse is not null && _rowCount > 0 && !_baseLosesValues)
        {
            // All other columns hold zero, and so what the base row holds.
            for (int i = 0; i < columns.Length; i++)
            {
                _sparse.Append(columns[i], StoredInRange(values[i], columns[i]));
            }

            EndSparseRow();
            return;
        }

        double[] whole = new double[_columnCount];
        for (int i = 0; i < columns.Length; i++)
        {
            whole[columns[i]] = values[i];
        }

        StartSparse(_offset ?? whole);
        Append(whole);
    }

    /// <summary>Keeps a wide table sparse from its first row on. Where rows hold nothing, they hold zero less the offset.</summary>
    private void StartSparse(double[]? offset)
    {
        if (_rowCount == 0 && _columnCount >= SparseRowsBuilder.FewestColumns
            && (offset is null || Array.TrueForAll(offset, value => Math.Abs(value) < float.MaxValue)))
        {
            float[] baseRow =
                offset is null ? new float[_columnCount] : Array.ConvertAll(offset, value => FeatureScaling.ToStored(0, value));
            _baseLosesValues = offset is not null && baseRow.Zip(offset).Any(pair => pair.First == 0 && pair.Second != 0);
            _sparse = new SparseRowsBuilder(baseRow);
        }
    }
}
