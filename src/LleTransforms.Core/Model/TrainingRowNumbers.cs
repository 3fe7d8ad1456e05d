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

    /// <summary>A table of all training rows, each with the coordinates of its distinct row.</summary>
    /// <param name="coordinates">Row-major, d for each distinct row.</param>
    /// <param name="componentCount">d.</param>
    public FeatureMatrix Spread(ReadOnlySpan<double> coordinates, int componentCount)
    {
        float[] result = FeatureMatrixBuilder.Allocate(content.NumberOfTrainingRows, componentCount);
        for (int row = 0; row < content.NumberOfTrainingRows; row++)
        {
            int source = DistinctOf(row) * componentCount;
            for (int c = 0; c < componentCount; c++)
            {
                result[(row * componentCount) + c] = (float)coordinates[source + c];
            }
        }

        return FeatureMatrix.FromRowMajor(result, content.NumberOfTrainingRows, componentCount);
    }

    /// <summary>The first training row that each row held stands for; null where all training rows are distinct.</summary>
    public static int[]? FindFirst(FittedRows? held)
    {
        if (held is not { DistinctIndex: int[] distinct } rows)
        {
            return null;
        }

        int[] first = new int[rows.Features.NumberOfRows];
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
