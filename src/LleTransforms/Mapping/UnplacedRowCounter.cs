using System.Globalization;
using Microsoft.ML.Runtime;

namespace LleTransforms.Mapping;

/// <summary>Counts the rows of one cursor that have no place, and says at its end how many there were.</summary>
/// <param name="host">Hears of them.</param>
/// <param name="column">The column of features.</param>
/// <param name="choice">What becomes of such rows.</param>
internal sealed class UnplacedRowCounter(IHost host, string column, LleUnplacedRows choice)
{
    private long _lastPosition = -1;
    private long _count;

    /// <summary>Takes note of a row without a place, and does with its coordinates what was chosen.</summary>
    public void Settle(long position, Span<float> coordinates)
    {
        if (choice == LleUnplacedRows.Throw)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Row {position} (counted from 0) of column '{column}' has no place: a value is NaN or infinite, or all are zero and the " +
                $"metric is Cosine. UnplacedRows is Throw; NaN and Mean go on."));
        }

        if (position != _lastPosition)
        {
            _lastPosition = position;
            _count++;
        }

        coordinates.Fill(choice == LleUnplacedRows.Mean ? 0 : float.NaN);
    }

    /// <summary>Says how many rows there were, once.</summary>
    public void Conclude()
    {
        if (_count == 0)
        {
            return;
        }

        using var channel = host.Start("Transform");
        channel.Warning(MessageSensitivity.Schema, string.Create(
            CultureInfo.InvariantCulture,
            $"Placement: {_count} rows of column '{column}' have no place, for NaN or infinity in them, or as rows of zeros under Cosine; "
            + $"their coordinates are {(choice == LleUnplacedRows.Mean ? "0" : "NaN")}."));
        _count = 0;
    }
}
