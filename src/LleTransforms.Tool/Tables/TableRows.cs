using System.Globalization;

namespace LleTransforms.Tool.Tables;

/// <summary>Gathers what a reader gives, row by row.</summary>
internal sealed class TableRows
{
    private const int MostRowsNamed = 10;

    // From here on a table of few values is kept sparse.
    private const int WidestSparseToScale = 511;

    // What a model will scale is looked at for doubts alone here, so its size need not be kept where single precision cannot.
    private const double LargestUnscaled = float.MaxValue / 4;

    private readonly TableReader _reader;
    private readonly TableFormat _format;
    private readonly Action<double[]>? _receiveRow;
    private readonly FeatureMatrixBuilder _features;
    private readonly List<int>? _labels;
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<int> _skipped = [];
    private readonly List<string[]> _kept = [];
    private readonly string[] _keptNames;
    private readonly List<double[]> _waiting = [];
    private readonly List<string> _warnings = [];

    public TableRows(TableReader reader, TableFormat format, Action<double[]>? receiveRow)
    {
        _reader = reader;
        _format = format;
        RequireNarrowToScale();
        _receiveRow = receiveRow;
        int expected = Math.Min(reader.ExpectedNumberOfRows, Array.MaxLength / reader.NumberOfFeatures);
        _features = format.CreateBuilder?.Invoke(expected) ?? new FeatureMatrixBuilder(reader.NumberOfFeatures, expected)
        {
            RoundsToSingle = format.HoldsDistances,
        };
        _labels = reader.HasLabel ? [] : null;
        _keptNames = Array.ConvertAll(reader.KeptColumns, column => column.Name);
    }

    /// <summary>Adds the row on which the reader stands.</summary>
    public void Add()
    {
        if (_keptNames.Length > 0)
        {
            _kept.Add(_reader.Kept());
        }

        if (!_reader.IsComplete && _format.Missing.Mode == MissingMode.Skip)
        {
            _skipped.Add(_reader.NumberOfRows - 1);
            return;
        }

        AddLabel();
        if (_format.Missing.Mode == MissingMode.Mean || Scales)
        {
            _waiting.Add(_reader.Features.ToArray());
            return;
        }

        Tell(() =>
        {
            AppendRow();
            _receiveRow?.Invoke(_reader.Features.ToArray());
        });
    }

    public Table ToTable()
    {
        FillWaiting();
        if (_skipped.Count > 0)
        {
            TellSkipped();
        }

        ColumnScale? scale = Scales ? Scale() : null;
        FeatureMatrix features = _features.Build();
        Cells cells = Scales
            ? new Cells(_waiting.Count, _reader.NumberOfFeatures, (row, column) => _waiting[row][column])
            : new Cells(features.NumberOfRows, features.NumberOfColumns, features.Value);
        AddDoubts(features, cells);

        return new Table(_reader.Name, _reader.Delimiter, features, _labels is null ? null : [.. _labels])
        {
            ColumnNames = _reader.ColumnNames,
            Warnings = _warnings,
            LabelName = _reader.LabelName,
            LabelTexts = [.. _numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key)],
            Description = _reader.Description,
            SkippedRows = _skipped,
            Scale = scale,
            Kept = new KeptColumns(_keptNames, _kept),
        };
    }

    private void AddDoubts(FeatureMatrix features, Cells cells)
    {
        if (_format.HoldsDistances)
        {
            return;
        }

        bool isWeighed = _format.OutweighingAdvice is not null;
        foreach (string doubt in features.IsSparse ? [] : ColumnDoubts.Of(
            cells, _reader.ColumnNames, _reader.ColumnNumbers, isWeighed ? features : null, _format.OutweighingAdvice))
        {
            _warnings.Add($"{_reader.Name}: {doubt}");
        }

        if (_format.Metric is not null && DistanceDoubt.LookLikeDistances(cells))
        {
            _warnings.Add($"{_reader.Name}: {DistanceDoubt.Question}");
        }
    }

    private bool Scales => _format.Scale != ScaleMode.None;

    /// <summary>Scaling moves zeros, and a wide sparse table stays small for as long as they are left out.</summary>
    private void RequireNarrowToScale()
    {
        if (Scales && _reader.IsSparse && _reader.NumberOfFeatures > WidestSparseToScale)
        {
            throw ToolException.CommandLine(string.Create(
                CultureInfo.InvariantCulture,
                $"--scale moves zeros, which a sparse table leaves out, and {_reader.Name} has {_reader.NumberOfFeatures} columns; at " +
                $"most {WidestSparseToScale} are scaled. --metric cosine compares rows whatever their size."));
        }
    }

    /// <summary>Finds the scale of the rows that wait, and appends them by it.</summary>
    private ColumnScale Scale()
    {
        var scale = ColumnScale.Of(
            _waiting, _format.Scale, column =>
                $"{_reader.Name}: {ColumnDoubts.Name(_reader.ColumnNames, _reader.ColumnNumbers, column)}");
        double[] row = new double[_reader.NumberOfFeatures];
        foreach (double[] values in _waiting)
        {
            values.CopyTo(row, 0);
            scale.Apply(row);
            Tell(() => _features.Append(row));
        }

        return scale;
    }

    private void AddLabel()
    {
        if (_labels is not null)
        {
            string label = _reader.Label;
            _numbers.TryAdd(label, _numbers.Count);
            _labels.Add(_numbers[label]);
        }
    }

    private void TellSkipped()
    {
        if (_skipped.Count == _reader.NumberOfRows)
        {
            throw new ToolException(
                $"{_reader.Name}: lacks a value in every row, so that --missing skip leaves none; --ignore leaves a column out.");
        }

        string rows = string.Join(", ", _skipped.Take(MostRowsNamed).Select(row => (row + 1).ToString(CultureInfo.InvariantCulture)));
        string more = _skipped.Count > MostRowsNamed ? ", ..." : string.Empty;
        _warnings.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{_reader.Name}: {_skipped.Count} of {_reader.NumberOfRows} rows lack a value and are skipped: " +
            $"row{(_skipped.Count == 1 ? "" : "s")} {rows}{more}."));
    }

    /// <summary>Puts the mean of its column in the place of each missing value, and appends the rows.</summary>
    private void FillWaiting()
    {
        double[]? means = null;
        int filled = 0;
        foreach (double[] row in _waiting)
        {
            for (int column = 0; column < row.Length; column++)
            {
                if (double.IsNaN(row[column]))
                {
                    means ??= Means();
                    row[column] = means[column];
                    filled++;
                }
            }

            Tell(() =>
            {
                if (!Scales)
                {
                    _features.Append(Kept(row));
                }

                _receiveRow?.Invoke(row);
            });
        }

        if (filled > 0)
        {
            _warnings.Add(filled == 1
                ? $"{_reader.Name}: 1 missing value has the mean of its column."
                : string.Create(CultureInfo.InvariantCulture, $"{_reader.Name}: {filled} missing values have the mean of their column."));
        }
    }

    private double[] Means()
    {
        double[] means = new double[_reader.NumberOfFeatures];
        for (int column = 0; column < means.Length; column++)
        {
            double[] known = [.. _waiting.Select(row => row[column]).Where(double.IsFinite)];
            means[column] = known.Length > 0 ? known.Average() : throw new ToolException(string.Create(
                CultureInfo.InvariantCulture,
                $"{_reader.Name}: column {_reader.ColumnNumbers[column]} holds no value, and so has no mean; --ignore leaves it out."));
        }

        return means;
    }

    /// <summary>Adds a row; what a table of features refuses is told of the file.</summary>
    private void Tell(Action add)
    {
        try
        {
            add();
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            throw new ToolException($"{_reader.Name}: {EngineFault.Tell(fault)}");
        }
    }

    /// <summary>Adds the row on which the reader stands to the features.</summary>
    private void AppendRow()
    {
        if (_format.IsScaledByModel && !_reader.IsSparse)
        {
            _features.Append(Kept(_reader.Features.ToArray()));
            return;
        }

        _reader.AppendTo(_features);
    }

    /// <summary>A row as the features can keep it. Where a model scales it later, sizes beyond single precision do not matter here.
    /// </summary>
    private double[] Kept(double[] row) => _format.IsScaledByModel
        ? Array.ConvertAll(row, value => Math.Clamp(value, -LargestUnscaled, LargestUnscaled))
        : row;
}
