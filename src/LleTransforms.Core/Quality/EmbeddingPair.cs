using LleTransforms.Running;

namespace LleTransforms.Quality;

/// <summary>The checks that every figure makes on its two tables before it computes anything.</summary>
internal static class EmbeddingPair
{
    public static void Check(FeatureMatrix features, string featuresName, FeatureMatrix embedding, string embeddingName, int fewestRows)
    {
        ArgumentNullException.ThrowIfNull(features, featuresName);
        ArgumentNullException.ThrowIfNull(embedding, embeddingName);
        if (features.NumberOfRows != embedding.NumberOfRows)
        {
            throw new ArgumentException(
                $"{embeddingName} has {embedding.NumberOfRows} rows and {featuresName} has {features.NumberOfRows}; row i of one " +
                $"must be row i of the other.",
                embeddingName);
        }

        CheckRowCount(features, featuresName, fewestRows);
        CheckFinite(features, featuresName);
        CheckFinite(embedding, embeddingName);
    }

    /// <summary>The context of a figure: threads, cancellation and who hears of it.</summary>
    public static FitContext Context(int? numberOfThreads, CancellationToken cancellationToken, IProgress<LleProgress>? progress = null)
    {
        if (numberOfThreads < 1)
        {
            const LleOptionName Option = LleOptionName.NumberOfThreads;
            throw new LleMessage($"{Option} is {numberOfThreads}; it must be at least 1, or {Option.Unset()} for all processors.")
                .In(text => new ArgumentOutOfRangeException(nameof(numberOfThreads), numberOfThreads, text));
        }

        return new FitContext(progress, numberOfThreads, cancellationToken);
    }

    public static void CheckRowCount(FeatureMatrix matrix, string name, int fewestRows)
    {
        if (matrix.NumberOfRows < fewestRows)
        {
            throw new ArgumentException($"{name} has {matrix.NumberOfRows} rows; this figure needs at least {fewestRows}.", name);
        }
    }

    public static void CheckFinite(FeatureMatrix matrix, string name)
    {
        if (matrix.FindNonFinite() is var (row, column))
        {
            throw new ArgumentException(
                $"{name} holds {matrix.Value(row, column)} in row {row}, column {column}; every value must be finite.", name);
        }
    }
}
