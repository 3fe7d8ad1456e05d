using System.Globalization;

namespace LleTransforms.Tool.Tables;

/// <summary>Reads a table row by row: the features as finite numbers, the label and what is kept as text.</summary>
internal sealed class TableReader : IDisposable
{
    private readonly IRowSource _source;
    private readonly ISparseRowSource? _sparse;
    private readonly ColumnRoles _roles;
    private readonly MissingMode _missing;
    private readonly string _missingAdvice;
    private readonly double[] _features;
    private readonly int[] _featureOfColumn = [];

    private TableReader(string name, IRowSource source, TableFormat format)
    {
        Name = name;
        _source = source;
        _roles = ColumnRoles.Of(name, source, format);
        _missing = format.Missing.Mode;
        _missingAdvice = format.HoldsDistances ? string.Empty : format.MissingAdvice;
        ColumnNames = source.ColumnNames is { } names ? Array.ConvertAll(_roles.Features, column => names[column]) : null;
        ColumnNumbers = Array.ConvertAll(_roles.Features, column => column + 1);
        _features = new double[_roles.Features.Length];
        _sparse = source as ISparseRowSource;
        if (_sparse is not null)
        {
            _featureOfColumn = new int[source.NumberOfColumns];
            Array.Fill(_featureOfColumn, -1);
            for (int feature = 0; feature < _roles.Features.Length; feature++)
            {
                _featureOfColumn[_roles.Features[feature]] = feature;
            }
        }
    }

    /// <summary>The file's name, as messages give it.</summary>
    public string Name { get; }

    /// <summary>What kind of file it is, in a few words.</summary>
    public string Description => _source.Description;

    public char Delimiter => _source.Delimiter;

    public int NumberOfFeatures => _features.Length;

    /// <summary>An upper bound of the rows where it is known and worth while, else 0.</summary>
    public int ExpectedNumberOfRows => _source.ExpectedNumberOfRows;

    /// <summary>Rows read so far, without the header.</summary>
    public int NumberOfRows { get; private set; }

    /// <summary>The row's features, NaN where one is missing; the next <see cref="Read"/> overwrites them.</summary>
    public ReadOnlySpan<double> Features => _features;

    /// <summary>Whether the row has a value in every feature column.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The names of the feature columns; null where the table has no header.</summary>
    public string[]? ColumnNames { get; }

    /// <summary>The number of each feature's column in the file, from 1.</summary>
    public int[] ColumnNumbers { get; }

    /// <summary>The name of the label column, or its number from 1 where there is no header; null where there is none.</summary>
    public string? LabelName => _roles.Label is int label ? NameOrNumber(label) : null;

    /// <summary>The columns that go through to the output: their numbers in the file, from 1, and the names that they get.</summary>
    public (int Number, string Name)[] KeptColumns => Array.ConvertAll(_roles.Kept, column => (
        column + 1, column == _roles.RowName && !HasName(column) ? _source.RowNameTitle : NameOrNumber(column)));

    public bool HasLabel => _roles.Label is not null;

    /// <summary>Whether the rows name only the values that differ from zero.</summary>
    public bool IsSparse => _sparse is not null;

    /// <summary>The row's label; empty where the table has none.</summary>
    public string Label => _roles.Label is int label ? _source.Text(label) : string.Empty;

    public static TableReader Open(string path, TableFormat format, ToolConsole console, CancellationToken cancellationToken)
    {
        string name = path == "-" ? "standard input" : path;
        IRowSource source = RowSources.Open(path, format, console, cancellationToken);
        try
        {
            return new TableReader(name, source, format);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Goes to the next row; false behind the last.</summary>
    public bool Read()
    {
        if (!_source.Read())
        {
            return false;
        }

        NumberOfRows++;
        IsComplete = true;
        if (_sparse is not null)
        {
            ReadSparse(_sparse);
            return true;
        }

        int[] columns = _roles.Features;
        for (int feature = 0; feature < columns.Length; feature++)
        {
            feature += _source.Numbers(columns.AsSpan(feature), _features.AsSpan(feature));
            if (feature < columns.Length)
            {
                CellKind kind = _source.Number(columns[feature], out double value);
                _features[feature] = kind == CellKind.Number ? value : Missing(kind, columns[feature]);
            }
        }

        return true;
    }

    /// <summary>The row's columns that go through to the output.</summary>
    public string[] Kept() => Array.ConvertAll(_roles.Kept, _source.Text);

    /// <summary>Appends the row to a table of features.</summary>
    public void AppendTo(FeatureMatrixBuilder features)
    {
        if (_sparse is null)
        {
            features.Append(_features);
            return;
        }

        int count = 0;
        int[] columns = new int[_sparse.FilledColumns.Length];
        double[] values = new double[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            int feature = _featureOfColumn[_sparse.FilledColumns[i]];
            if (feature >= 0)
            {
                columns[count] = feature;
                values[count++] = _sparse.FilledValues[i];
            }
        }

        features.AppendSparse(columns.AsSpan(0, count), values.AsSpan(0, count));
    }

    public void Dispose() => _source.Dispose();

    private void ReadSparse(ISparseRowSource sparse)
    {
        Array.Clear(_features);
        for (int i = 0; i < sparse.FilledColumns.Length; i++)
        {
            int column = sparse.FilledColumns[i];
            if (_featureOfColumn[column] is var feature and >= 0)
            {
                double value = sparse.FilledValues[i];
                _features[feature] = double.IsFinite(value) ? value
                    : Missing(double.IsNaN(value) ? CellKind.Missing : CellKind.Infinite, column);
            }
        }
    }

    /// <summary>What stands for a cell that holds no number, where that is allowed.</summary>
    private double Missing(CellKind kind, int column)
    {
        string place = $"{Name}: {_source.Place}, {ColumnName(column)}:";
        string field = VisibleText.Quote(_source.Text(column).Trim(' ', '\t'));
        if (kind == CellKind.Missing && _missing != MissingMode.Error)
        {
            IsComplete = false;
            return double.NaN;
        }

        throw new ToolException(kind switch
        {
            CellKind.Missing when field.Length == 0 => $"{place} is empty, but must be a number.{_missingAdvice}",
            CellKind.Missing when double.TryParse(field, CultureInfo.InvariantCulture, out double number) && !double.IsFinite(number) =>
                $"{place} {field} is not a finite number.{_missingAdvice}",
            CellKind.Missing => $"{place} '{field}' says that a value is missing, but it must be a number.{_missingAdvice}",
            CellKind.Infinite => $"{place} {field} is not a finite number.",
            _ => $"{place} '{field}' is not a number.{_source.AdviceFor(column)}",
        });
    }

    /// <summary>Whether a column has a name, be it one that is a number.</summary>
    public bool HasColumn(string name) => _source.ColumnNames is { } names && names.Contains(name);

    private bool HasName(int column) => _source.ColumnNames is { } names && names[column].Length > 0;

    private string NameOrNumber(int column) =>
        HasName(column) ? _source.ColumnNames![column] : string.Create(CultureInfo.InvariantCulture, $"column {column + 1}");

    private string ColumnName(int column) => string.Create(CultureInfo.InvariantCulture, $"column {column + 1}")
        + (_source.ColumnNames is { } names ? $" ('{VisibleText.Quote(names[column])}')" : string.Empty);
}
