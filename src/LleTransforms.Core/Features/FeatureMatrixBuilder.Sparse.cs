using LleTransforms.Features;

namespace LleTransforms;

/// <content>Rows of which only some values are given.</content>
public sealed partial class FeatureMatrixBuilder
{
    /// <summary>Appends one single-precision row of which only some values are given, the others being zero.</summary>
    /// <param name="columns">The columns of the values, from 0, ascending.</param>
    /// <param name="values">A value for each of them.</param>
    /// <exception cref="ArgumentException">The lengths differ, or columns do not ascend within the table.</exception>
    /// <exception cref="InvalidOperationException">The table would pass the largest array there is.</exception>
    public void AppendSparse(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        RequirePlaces(columns, values.Length);
        if (_rowCount == 0 && _columnCount >= SparseRowsBuilder.FewestColumns)
        {
            _sparse = new SparseRowsBuilder(new float[_columnCount]);
        }

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
            AppendSparse(columns, Array.ConvertAll(values.ToArray(), value => (float)value));
            return;
        }

        double[] whole = new double[_columnCount];
        for (int i = 0; i < columns.Length; i++)
        {
            whole[columns[i]] = values[i];
        }

        if (_rowCount == 0 && _columnCount >= SparseRowsBuilder.FewestColumns
            && Array.TrueForAll(whole, value => Math.Abs(value) < float.MaxValue))
        {
            // Where later rows hold nothing, they hold zero less the first row.
            _sparse = new SparseRowsBuilder(Array.ConvertAll(whole, value => FeatureScaling.ToStored(0, value)));
        }

        Append(whole);
    }
}
