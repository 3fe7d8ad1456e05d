namespace LleTransforms.Model;

/// <summary>Which of a model's distinct rows a training row is, and the other way round.</summary>
/// <remarks>Safe for any number of threads.</remarks>
internal sealed class TrainingRowNumbers(LleModelContent content)
{
    private readonly Lazy<int[]?> _first = new(() => FindFirst(content.Rows));

    /// <summary>The distinct row that a training row is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public int DistinctOf(int trainingRow)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trainingRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trainingRow, content.NumberOfTrainingRows);
        return content.Rows?.DistinctIndex?[trainingRow] ?? trainingRow;
    }

    /// <summary>The first training row that a distinct row stands for; -1 stays -1.</summary>
    public int FirstOf(int distinctRow) => distinctRow >= 0 && _first.Value is int[] first ? first[distinctRow] : distinctRow;

    /// <summary>Null where all training rows are distinct.</summary>
    private static int[]? FindFirst(FittedRows? held)
    {
        if (held is not { DistinctIndex: int[] distinct } rows)
        {
            return null;
        }

        int[] first = new int[rows.Features.RowCount];
        for (int row = distinct.Length - 1; row >= 0; row--)
        {
            if (distinct[row] < first.Length)
            {
                first[distinct[row]] = row;
            }
        }

        return first;
    }
}
