using System.Text;

namespace LleTransforms.Tables;

/// <summary>Judges whether the first line holds names, by comparing it with the others.</summary>
/// <remarks>
/// A line without a number is a header. A line of numbers is data, unless it is unlike all others. Then names may be numbers, such as
/// wavelengths or years, and neither guess is safe.
/// </remarks>
internal sealed class FirstLine
{
    private const int FewestColumnsInStep = 3;
    private const int FewestColumnsInOrder = 7;
    private const int FewestRowsForScale = 5;
    private const double ShareOfRows = 0.1;
    private const double RangesAway = 3;

    private readonly SampleRecord _first;
    private readonly SampleRecord[] _others;
    private readonly NumberFormat _numbers;

    private FirstLine(IReadOnlyList<SampleRecord> records, NumberFormat numbers)
    {
        _first = records[0];
        _numbers = numbers;
        var others = new List<SampleRecord>();
        for (int i = 1; i < records.Count; i++)
        {
            if (records[i].FieldCount == _first.FieldCount)
            {
                others.Add(records[i]);
            }
        }

        _others = [.. others];
    }

    /// <summary>Whether the first line is a header.</summary>
    /// <param name="records">The first records, of which there is at least one.</param>
    /// <param name="numbers">How numbers are written.</param>
    /// <param name="doubt">Why nobody but the user can say so; null where it is plain.</param>
    public static bool IsHeader(IReadOnlyList<SampleRecord> records, NumberFormat numbers, out string? doubt)
    {
        var line = new FirstLine(records, numbers);
        bool hasNumber = Array.Exists(line._first.Fields, line.IsNumber);
        bool hasText = Array.Exists(line._first.Fields, line.IsText);
        doubt = hasNumber && line._others.Length > 0 ? line.Doubt() : null;
        return !hasNumber && hasText;
    }

    private string? Doubt()
    {
        int[] columns = [.. Enumerable.Range(0, _first.Fields.Length).Where(column =>
            _others.Count(other => IsNumber(other.Fields[column])) > _others.Length * (1 - ShareOfRows))];
        if (columns.FirstOrDefault(column => !IsNumber(_first.Fields[column]) && IsName(column), -1) is var named and >= 0)
        {
            return $"'{VisibleText.Quote(_first.Fields[named])}' is not a number, while its column holds numbers";
        }

        if (_first.IsQuoted && !Array.Exists(_others, other => other.IsQuoted))
        {
            return "it is quoted, and the lines below it are not";
        }

        columns = [.. columns.Where(column => IsNumber(_first.Fields[column]))];
        double[] values = Values(_first, columns);
        string start = string.Join(", ", columns.Take(3).Select(column => _first.Fields[column].Trim()));
        return columns.Length < 2 ? null
            : AreNames(columns, values) ? $"it holds {start} and so on in order, and the lines below it hold nothing like it"
            : AreWholeAmongDecimals(columns, values) ? $"it holds whole numbers ({start}), and the lines below it hold decimals"
            : AreOnAnotherScale(columns, values) ? $"its numbers ({start}) lie far from all below them"
            : null;
    }

    /// <summary>Whether the first line's text could name a column; a missing value could not, except where others are names.</summary>
    private bool IsName(int column) => IsText(_first.Fields[column])
        || (_first.Fields[column].Length == 0 && column == 0
            && IsInStep(Values(_first, [.. Enumerable.Range(1, _first.Fields.Length - 1)])));

    private bool AreNames(int[] columns, double[] values)
    {
        bool isInStep = IsInStep(values) && (columns.Length >= FewestColumnsInStep || (columns.Length == 2 && values is [0, 1] or [1, 2]
            && AreWholeAmongDecimals(columns, values)));
        return isInStep
            ? _others.Count(other => IsInStep(Values(other, columns))) <= _others.Length * ShareOfRows
            : columns.Length >= FewestColumnsInOrder && IsInOrder(values)
                && _others.Count(other => IsInOrder(Values(other, columns))) <= _others.Length * ShareOfRows;
    }

    private bool AreWholeAmongDecimals(int[] columns, double[] values)
    {
        if (Array.Exists(columns, column => HasDecimals(_first.Fields[column])) || values.Distinct().Count() < values.Length)
        {
            return false;
        }

        int cells = _others.Length * columns.Length;
        int whole = _others.Sum(other => columns.Count(column => !HasDecimals(other.Fields[column])));
        return cells >= 4 && whole <= cells / 20;
    }

    private bool AreOnAnotherScale(int[] columns, double[] values)
    {
        if (_others.Length < FewestRowsForScale)
        {
            return false;
        }

        for (int i = 0; i < columns.Length; i++)
        {
            double[] below = [.. _others.Select(other => Value(other.Fields[columns[i]])).Where(double.IsFinite)];
            (double least, double most) = below.Length == 0 ? (0, 0) : (below.Min(), below.Max());
            double middle = (least + most) / 2;
            if (Math.Abs(values[i] - middle) <= Math.Max(RangesAway * (most - least), 1e-9 * Math.Abs(middle)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsInStep(double[] values)
    {
        if (values.Length < 2)
        {
            return false;
        }

        double step = values[1] - values[0];
        return step != 0 && Enumerable.Range(1, values.Length - 1).All(i =>
            Math.Abs(values[i] - values[i - 1] - step) <= 1e-9 * Math.Max(Math.Abs(values[i]), Math.Abs(step)));
    }

    private static bool IsInOrder(double[] values) =>
        Enumerable.Range(1, values.Length - 1).All(i => values[i] > values[i - 1])
        || Enumerable.Range(1, values.Length - 1).All(i => values[i] < values[i - 1]);

    private static bool HasDecimals(string field) => field.AsSpan().IndexOfAny(".,eE") >= 0;

    private double[] Values(SampleRecord record, int[] columns) => Array.ConvertAll(columns, column => Value(record.Fields[column]));

    private double Value(string field) => TryNumber(field, out double value) ? value : double.NaN;

    private bool IsNumber(string field) => TryNumber(field, out double value) && !double.IsNaN(value);

    private bool IsText(string field) =>
        !TryNumber(field, out _) && !MissingValues.IsUsualMarker(Encoding.UTF8.GetBytes(field.Trim()));

    private bool TryNumber(string field, out double value) =>
        NumberText.TryParse(NumberText.Trim(Encoding.UTF8.GetBytes(field)), _numbers, out value);
}
