using System.Numerics;
using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms;

/// <summary>A table of features as the user has it: rows to embed, each of the same number of single-precision values.</summary>
/// <remarks>
/// Immutable once made, and safe for any number of threads. Values are kept row after row. A wide sparse table that a
/// <see cref="FeatureMatrixBuilder"/> made keeps only those that differ from zero. Double-precision input keeps its first row as an offset
/// per column. So a small variation on top of a large constant survives the rounding to single precision.
/// </remarks>
public sealed class FeatureMatrix
{
    private readonly float[]? _values;

    internal FeatureMatrix(float[] values, int numberOfRows, int numberOfColumns, double[]? offset = null)
    {
        _values = values;
        NumberOfRows = numberOfRows;
        NumberOfColumns = numberOfColumns;
        Offset = offset;
    }

    internal FeatureMatrix(SparseRows rows, double[]? offset)
    {
        Sparse = rows;
        NumberOfRows = rows.NumberOfRows;
        NumberOfColumns = rows.NumberOfColumns;
        Offset = offset;
    }

    /// <summary>The number of rows.</summary>
    public int NumberOfRows { get; }

    /// <summary>The number of values in each row.</summary>
    public int NumberOfColumns { get; }

    /// <summary>The names of the columns, empty where one has none; null where none were given. A model keeps those it is fitted
    /// with.</summary>
    public IReadOnlyList<string>? ColumnNames { get; private set; }

    /// <summary>What was subtracted from each column of double-precision input before rounding; null for single-precision input.</summary>
    internal double[]? Offset { get; }

    /// <summary>Whether some double-precision values differ from the first row's by less than single precision can hold.</summary>
    internal bool HasLostDifferences { get; init; }

    /// <summary>Whether only values that differ from zero are stored (see
    /// <see cref="FeatureMatrixBuilder.AppendSparse(ReadOnlySpan{int}, ReadOnlySpan{float})"/>).</summary>
    public bool IsSparse => Sparse is not null;

    /// <summary>The rows where they are kept sparse, less <see cref="Offset"/>; else null.</summary>
    internal SparseRows? Sparse { get; }

    /// <summary>All stored values, NumberOfRows x NumberOfColumns, row-major, less <see cref="Offset"/>. Sparse rows have none.</summary>
    internal float[] Values => _values ?? throw new InvalidOperationException("Sparse rows have to be widened first.");

    /// <summary>The bytes that the rows take in memory: 4 for each value. A sparse matrix takes 8 for each value that differs from
    /// zero.</summary>
    public long SizeInBytes => Sparse is SparseRows sparse ? 8L * sparse.Count : 4L * NumberOfRows * NumberOfColumns;

    /// <summary>The bytes of a row, the user's or centred.</summary>
    /// <param name="numberOfColumns">D.</param>
    /// <param name="valuesInRow">Values held in a row, on average, where rows are sparse; else null.</param>
    internal static double BytesOfRow(int numberOfColumns, double? valuesInRow) => 8 * valuesInRow ?? (4.0 * numberOfColumns);

    /// <summary>One row as it was given, in single precision.</summary>
    /// <param name="row">The row's number, from 0.</param>
    /// <returns>NumberOfColumns values. They are a new array for double-precision input and for a sparse matrix.</returns>
    /// <remarks>
    /// What double-precision input has beyond single precision is lost here. <see cref="CopyRow(int, Span{double})"/> keeps it. A model
    /// needs it to know a training row again.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is not in [0, NumberOfRows).</exception>
    public ReadOnlySpan<float> Row(int row)
    {
        ReadOnlySpan<float> stored = ShiftedRow(row);
        if (Offset is null)
        {
            return stored;
        }

        float[] given = new float[NumberOfColumns];
        for (int column = 0; column < given.Length; column++)
        {
            given[column] = (float)(stored[column] + Offset[column]);
        }

        return given;
    }

    /// <summary>One row as it was given, as far as its storage has kept it.</summary>
    /// <param name="row">The row's number, from 0.</param>
    /// <param name="destination">Receives NumberOfColumns values.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is not in [0, NumberOfRows).</exception>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void CopyRow(int row, Span<double> destination)
    {
        if (destination.Length != NumberOfColumns)
        {
            throw new ArgumentException(
                $"There is room for {destination.Length} values, but a row has {NumberOfColumns}.", nameof(destination));
        }

        ReadOnlySpan<float> stored = ShiftedRow(row);
        for (int column = 0; column < destination.Length; column++)
        {
            destination[column] = stored[column] + (Offset?[column] ?? 0);
        }
    }

    /// <summary>
    /// One row less a row that is the same for all: the first of double-precision input, zero of single-precision input. Differences of
    /// rows are exact to single precision here even where the rows themselves are not; a model does not know such a row.
    /// </summary>
    /// <param name="row">The row's number, from 0.</param>
    /// <returns>NumberOfColumns values. They are a new array for a sparse matrix.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is not in [0, NumberOfRows).</exception>
    public ReadOnlySpan<float> ShiftedRow(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, NumberOfRows);
        if (_values is not null)
        {
            return _values.AsSpan(row * NumberOfColumns, NumberOfColumns);
        }

        float[] whole = new float[NumberOfColumns];
        Sparse!.Widen(row, whole);
        return whole;
    }

    /// <summary>One value as it was given, as far as its storage has kept it.</summary>
    /// <param name="row">The row's number, from 0.</param>
    /// <param name="column">The column's number, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or column.</exception>
    public double Value(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, NumberOfColumns);
        return ShiftedRow(row)[column] + (Offset?[column] ?? 0);
    }

    /// <summary>A row's stored values into memory of the caller's.</summary>
    internal void CopyStoredRow(int row, Span<float> destination)
    {
        if (Sparse is SparseRows sparse)
        {
            sparse.Widen(row, destination);
        }
        else
        {
            ShiftedRow(row).CopyTo(destination);
        }
    }

    /// <summary>The same rows, not sparse.</summary>
    internal FeatureMatrix Widen() =>
        Sparse is SparseRows sparse ? new FeatureMatrix(sparse.WidenAll(new FitContext()), NumberOfRows, NumberOfColumns, Offset) : this;

    /// <summary>The same rows under names of their columns; the values are shared.</summary>
    /// <param name="names">A name for each column, or null for none.</param>
    /// <exception cref="ArgumentException">There are not as many names as columns.</exception>
    public FeatureMatrix WithColumnNames(IReadOnlyList<string>? names)
    {
        if (names is not null && names.Count != NumberOfColumns)
        {
            throw new ArgumentException($"There are {names.Count} names for {NumberOfColumns} columns.", nameof(names));
        }

        var named = (FeatureMatrix)MemberwiseClone();
        named.ColumnNames = names;
        return named;
    }

    /// <summary>Takes values laid out row after row, without copying: the caller gives the array away.</summary>
    /// <param name="values">numberOfRows x numberOfColumns numbers, row-major.</param>
    /// <param name="numberOfRows">The number of rows, at least 0.</param>
    /// <param name="numberOfColumns">The number of values in each row, at least 1.</param>
    /// <exception cref="ArgumentException">The array does not hold numberOfRows x numberOfColumns numbers.</exception>
    public static FeatureMatrix FromRowMajor(float[] values, int numberOfRows, int numberOfColumns)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegative(numberOfRows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numberOfColumns);
        if (values.LongLength != (long)numberOfRows * numberOfColumns)
        {
            throw new ArgumentException(
                $"values holds {values.LongLength} numbers; {numberOfRows} rows of {numberOfColumns} need " +
                $"{(long)numberOfRows * numberOfColumns}.", nameof(values));
        }

        return new FeatureMatrix(values, numberOfRows, numberOfColumns);
    }

    /// <summary>Copies a rectangular array, one row of features for each of its rows.</summary>
    /// <param name="values">n x D numbers.</param>
    public static FeatureMatrix FromArray(float[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int numberOfRows = values.GetLength(0);
        int numberOfColumns = values.GetLength(1);
        ArgumentOutOfRangeException.ThrowIfZero(numberOfColumns, nameof(values));
        float[] rows = FeatureMatrixBuilder.Allocate(numberOfRows, numberOfColumns);
        for (int i = 0, at = 0; i < numberOfRows; i++)
        {
            for (int j = 0; j < numberOfColumns; j++)
            {
                rows[at++] = values[i, j];
            }
        }

        return new FeatureMatrix(rows, numberOfRows, numberOfColumns);
    }

    /// <summary>Copies a rectangular array, rounding each value's difference from the first row to single precision.</summary>
    /// <param name="values">n x D numbers.</param>
    /// <exception cref="ArgumentException">A finite value differs from the first row's by more than
    /// single precision can hold (3.4e38).</exception>
    public static FeatureMatrix FromArray(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int numberOfRows = values.GetLength(0);
        int numberOfColumns = values.GetLength(1);
        ArgumentOutOfRangeException.ThrowIfZero(numberOfColumns, nameof(values));
        var builder = new FeatureMatrixBuilder(numberOfColumns, numberOfRows);
        var row = new double[numberOfColumns];
        for (int i = 0; i < numberOfRows; i++)
        {
            for (int j = 0; j < numberOfColumns; j++)
            {
                row[j] = values[i, j];
            }

            builder.Append(row);
        }

        return builder.Build();
    }

    /// <summary>The first value that is NaN or infinite, in row order; null where all are finite.</summary>
    internal (int Row, int Column)? FindNonFinite()
    {
        if (Sparse is SparseRows sparse && AllFinite(sparse.BaseRow) && AllFinite(sparse.Values))
        {
            return null;
        }

        for (int row = 0; row < NumberOfRows; row++)
        {
            ReadOnlySpan<float> values = ShiftedRow(row);
            if (!AllFinite(values))
            {
                return (row, Array.FindIndex(values.ToArray(), value => !float.IsFinite(value)));
            }
        }

        return null;
    }

    /// <summary>Throws where a value is NaN or infinite.</summary>
    /// <exception cref="ArgumentException">Names the row and the column (both from 0) and what stands there.</exception>
    internal void RequireFinite()
    {
        if (FindNonFinite() is var (row, column))
        {
            throw new ArgumentException(
                $"Row {row}, column {column} (both counted from 0) holds {ShiftedRow(row)[column]}; features must be finite. " +
                "Replace or drop missing values before fitting.");
        }
    }

    // x - x is 0 for a finite x and NaN for the rest, so one comparison checks a whole vector.
    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var v = new Vector<float>(values[i..]);
            if (!Vector.EqualsAll(v - v, Vector<float>.Zero))
            {
                return false;
            }
        }

        for (; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                return false;
            }
        }

        return true;
    }
}
