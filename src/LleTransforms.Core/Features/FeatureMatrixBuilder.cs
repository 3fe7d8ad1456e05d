using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms;

/// <summary>Gathers rows one at a time into a <see cref="FeatureMatrix"/>, when their number is not known in advance.</summary>
/// <remarks>
/// Not safe for several threads. Storage grows by half when it is full, so appending n rows costs O(n) in all. If the first row is of
/// double precision it becomes the offset of every later row, which are then stored as differences from it. Rows for a model come from
/// <see cref="LleModel.CreateRowBuilder"/>, which takes the model's offset in its place. A table whose first row was
/// appended as a sparse one stays sparse while it is wide and few values differ from zero. Wide means 512 columns or more, and few means at
/// most one value in 10. Any other such table is widened.
/// </remarks>
public sealed partial class FeatureMatrixBuilder
{
    private readonly int _columnCount;
    private readonly double[]? _offsetOfModel;
    private float[] _values;
    private double[]? _offset;
    private SparseRowsBuilder? _sparse;
    private bool _hasLostDifferences;
    private int _rowCount;

    /// <summary>Starts an empty table.</summary>
    /// <param name="numberOfColumns">The number of values in each row, at least 1.</param>
    /// <param name="expectedNumberOfRows">Rows to make room for at once; 0 (the default) where unknown, and where rows are sparse.</param>
    /// <exception cref="InvalidOperationException">The expected rows do not fit one array.</exception>
    public FeatureMatrixBuilder(int numberOfColumns, int expectedNumberOfRows = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numberOfColumns);
        ArgumentOutOfRangeException.ThrowIfNegative(expectedNumberOfRows);
        _columnCount = numberOfColumns;
        _values = Allocate(expectedNumberOfRows, numberOfColumns);
    }

    /// <summary>The number of rows appended so far.</summary>
    public int NumberOfRows => _rowCount;

    /// <summary>
    /// Whether double-precision values are rounded to single precision as they are, in place of their differences from the first row. Of
    /// distances, small ones keep all digits so (<see cref="LleMetric.Precomputed"/>). Default false.
    /// </summary>
    public bool RoundsToSingle { get; init; }

    /// <summary>Whether rows that are rounded are features all the same, as those of a model of single precision are.</summary>
    internal bool HoldsFeatures { get; init; }

    /// <summary>What is subtracted in place of a first row of double precision; null for none. So rows can stand beside those of a
    /// model.</summary>
    internal double[]? Offset
    {
        init => _offset = _offsetOfModel = value;
    }

    /// <summary>Appends one single-precision row.</summary>
    /// <param name="row">As many values as the table has columns.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="InvalidOperationException">The table would pass the largest array there is.</exception>
    public void Append(ReadOnlySpan<float> row)
    {
        RequireLength(row.Length);
        if (_sparse is not null)
        {
            for (int j = 0; j < row.Length; j++)
            {
                _sparse.Append(j, Stored(row[j], j));
            }

            EndSparseRow();
            return;
        }

        Span<float> destination = NextRow();
        if (_offset is null)
        {
            row.CopyTo(destination);
        }
        else
        {
            for (int j = 0; j < row.Length; j++)
            {
                destination[j] = Stored(row[j], j);
            }
        }

        _rowCount++;
    }

    /// <summary>Appends one double-precision row, stored as its difference from the first row if that was of double precision
    /// too.</summary>
    /// <param name="row">As many values as the table has columns.</param>
    /// <exception cref="ArgumentException">The row has another length, or a finite value does not fit single precision.</exception>
    /// <exception cref="InvalidOperationException">The table would pass the largest array there is.</exception>
    public void Append(ReadOnlySpan<double> row)
    {
        RequireLength(row.Length);
        if (_rowCount == 0 && !RoundsToSingle && _offset is null)
        {
            _offset = row.ToArray();
        }

        if (_sparse is null && _offset is not null && PlainRow.TryStore(row, _offset, NextRow()))
        {
            _rowCount++;
            return;
        }

        Span<float> destination = _sparse is null ? NextRow() : [];
        for (int j = 0; j < row.Length; j++)
        {
            float stored = StoredInRange(row[j], j);
            if (_sparse is null)
            {
                destination[j] = stored;
            }
            else
            {
                _sparse.Append(j, stored);
            }
        }

        if (_sparse is null)
        {
            _rowCount++;
        }
        else
        {
            EndSparseRow();
        }
    }

    /// <summary>Makes the table. The builder is empty afterwards and may be used again.</summary>
    public FeatureMatrix Build()
    {
        FeatureMatrix matrix;
        if (_sparse is not null && SparseRowsBuilder.PaysFor(_rowCount, _columnCount, _sparse.Count))
        {
            matrix = new FeatureMatrix(_sparse.Build(), _offset) { HasLostDifferences = _hasLostDifferences };
        }
        else
        {
            WidenSoFar();
            float[] values = _values;
            int length = _rowCount * _columnCount;
            if (values.Length != length)
            {
                Array.Resize(ref values, length);
            }

            matrix = new FeatureMatrix(values, _rowCount, _columnCount, _offset) { HasLostDifferences = _hasLostDifferences };
        }

        _values = [];
        _offset = _offsetOfModel;
        _sparse = null;
        _hasLostDifferences = false;
        _rowCount = 0;
        return matrix;
    }

    internal static float[] Allocate(long numberOfRows, int numberOfColumns)
    {
        if (numberOfRows * numberOfColumns > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"{numberOfRows} rows x {numberOfColumns} columns are {numberOfRows * numberOfColumns} values; one table holds at " +
                $"most {Array.MaxLength}. " +
                "Use fewer rows or fewer columns.");
        }

        return new float[numberOfRows * numberOfColumns];
    }

    private float Stored(double value, int column) => _offset is null ? (float)value : FeatureScaling.ToStored(value, _offset[column]);

    private float StoredInRange(double value, int column)
    {
        float stored = Stored(value, column);
        if (float.IsInfinity(stored) && double.IsFinite(value))
        {
            _sparse?.DropRow();
            throw OutOfReach(value, column);
        }

        _hasLostDifferences |= stored == 0 && value != (_offset?[column] ?? 0);
        return stored;
    }

    /// <summary>Names the value that lies far off. A huge one in the first row is found by the row after it.</summary>
    private ArgumentException OutOfReach(double value, int column)
    {
        if (RoundsToSingle && !HoldsFeatures)
        {
            return new ArgumentException(
                $"Row {_rowCount}, column {column} (both counted from 0) holds {value}, which is more than single precision reaches " +
                $"({float.MaxValue}); multiply all distances by one power of ten.", nameof(value));
        }

        bool isFirst = _offsetOfModel is null && Math.Abs(_offset?[column] ?? 0) > Math.Abs(value);
        string other = isFirst ? $"row {_rowCount}" : _offset is null ? "0" : _offsetOfModel is null ? "the first row" : "the model's rows";
        return new ArgumentException(
            $"Row {(isFirst ? 0 : _rowCount)}, column {column} (both counted from 0) holds {(isFirst ? _offset![column] : value)}, " +
            $"which lies further from {other} than single precision reaches ({float.MaxValue}); rescale the column.", nameof(value));
    }

    private void EndSparseRow()
    {
        _sparse!.EndRow();
        _rowCount++;
        if (!_sparse.Pays)
        {
            WidenSoFar();
        }
    }

    private void WidenSoFar()
    {
        if (_sparse is null)
        {
            return;
        }

        _values = _sparse.Build().WidenAll(new FitContext());
        _sparse = null;
    }

    private void RequireLength(int length)
    {
        if (length != _columnCount)
        {
            throw new ArgumentException($"Row {_rowCount} (counted from 0) has {length} values; this table has {_columnCount} columns.");
        }
    }

    private void RequirePlaces(ReadOnlySpan<int> columns, int valueCount)
    {
        if (columns.Length != valueCount)
        {
            throw new ArgumentException(
                $"Row {_rowCount} (counted from 0) has {columns.Length} columns for {valueCount} values.", nameof(columns));
        }

        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] <= (i == 0 ? -1 : columns[i - 1]) || columns[i] >= _columnCount)
            {
                throw new ArgumentException(
                    $"Row {_rowCount} (counted from 0) names column {columns[i]} at place {i}; columns ascend, from " +
                    $"0 to {_columnCount - 1}.", nameof(columns));
            }
        }
    }

    private Span<float> NextRow()
    {
        long needed = (_rowCount + 1L) * _columnCount;
        if (needed > _values.LongLength)
        {
            Grow(needed);
        }

        return _values.AsSpan(_rowCount * _columnCount, _columnCount);
    }

    private void Grow(long needed)
    {
        long rows = Math.Max(needed / _columnCount, Math.Min(16 + (_rowCount * 3L / 2), Array.MaxLength / _columnCount));
        float[] grown = Allocate(rows, _columnCount);
        _values.AsSpan(0, _rowCount * _columnCount).CopyTo(grown);
        _values = grown;
    }
}
