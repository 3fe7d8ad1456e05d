using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Training;

/// <summary>Reads the label of the row on which a cursor stands and numbers the distinct labels as they come.</summary>
internal sealed class LabelReader
{
    private readonly List<int> _labels = [];
    private readonly Dictionary<double, int> _numbers = [];
    private readonly string _name;
    private readonly Func<double> _read;

    public LabelReader(DataViewRow row, DataViewSchema.Column column)
    {
        _name = column.Name;
        _read = column.Type switch
        {
            KeyDataViewType => Reader<uint>(row, column, value => value == 0 ? double.NaN : value),
            BooleanDataViewType => Reader<bool>(row, column, value => value ? 1 : 0),
            _ => Reader<float>(row, column, value => value),
        };
    }

    /// <summary>A number for each row read, the same for equal labels.</summary>
    public IReadOnlyList<int> Labels => _labels;

    public void Read(long row)
    {
        double label = _read();
        if (double.IsNaN(label))
        {
            throw new InvalidOperationException(
                $"Label column '{_name}' is missing a value in row {row} (counted from 0); every training row needs a label.");
        }

        if (!_numbers.TryGetValue(label, out int number))
        {
            number = _numbers.Count;
            _numbers.Add(label, number);
        }

        _labels.Add(number);
    }

    private static Func<double> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> convert)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return convert(value);
        };
    }
}
