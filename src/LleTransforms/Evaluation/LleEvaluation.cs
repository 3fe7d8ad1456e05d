using LleTransforms;
using LleTransforms.Evaluation;
using LleTransforms.Schema;
using LleTransforms.Training;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Adds the judging of embeddings to <see cref="MLContext"/>.</summary>
public static class LleEvaluation
{
    /// <summary>
    /// Measures how well a column of coordinates keeps the neighbourhoods and distances of the features it was made from. Any embedding
    /// will do, so that this step's can be compared with a principal component analysis.
    /// </summary>
    /// <param name="mlContext">The context; its seed chooses the sample where <paramref name="seed"/> is null, and cancelling its host
    /// stops the work.</param>
    /// <param name="data">The data, at least 3 rows; read once, and only the two columns.</param>
    /// <param name="inputColumnName">Name of the column of features, a vector of <see cref="float"/> or <see cref="double"/>, of one
    /// length in all rows.</param>
    /// <param name="embeddingColumnName">Name of the column of coordinates, of the same types.</param>
    /// <param name="numberOfNeighbors">The neighbourhood size K of the single figures, from 1 to two fewer than the rows. Default null: 12,
    /// or n - 2 for fewer than 14 rows.</param>
    /// <param name="sampleSize">The number of rows from which the others are ranked, from 1 to all of them. Default null: from every row up
    /// to 5,000 rows, and from 1,000 beyond.</param>
    /// <param name="seed">Chooses the sample. Default null: the seed of the context, or 0 where it has none.</param>
    /// <param name="cancellationToken">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The figures, the same bits for the same data and seed on any number of threads.</returns>
    /// <remarks>Cost: m n (D + d + log n) time on all processors for m sampled rows, and both columns in memory.</remarks>
    /// <exception cref="ArgumentException">A column name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, or a number is outside its range.</exception>
    /// <exception cref="InvalidOperationException">There are fewer than 3 rows, a column holds NaN or infinity, or all its rows are
    /// equal.</exception>
    /// <exception cref="OperationCanceledException">The token or the host was cancelled.</exception>
    public static EmbeddingMetrics EvaluateEmbedding(
        this MLContext mlContext,
        IDataView data,
        string inputColumnName,
        string embeddingColumnName,
        int? numberOfNeighbors = null,
        int? sampleSize = null,
        int? seed = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(embeddingColumnName);
        var input = InputColumn.Find(data.Schema, inputColumnName);
        var embedding = InputColumn.Find(data.Schema, embeddingColumnName, "embedding");
        int anchors = seed ?? (mlContext as IHostEnvironmentInternal)?.Seed ?? 0;
        var host = ((IHostEnvironment)mlContext).Register(nameof(EvaluateEmbedding));
        using var hostCancellation = new HostCancellation(host, cancellationToken);

        var (features, coordinates) = EmbeddingColumns.Read(data, input, embedding, hostCancellation.Token);
        int largest = features.NumberOfRows - 2;
        Require(numberOfNeighbors is null || (numberOfNeighbors >= 1 && numberOfNeighbors <= largest), nameof(numberOfNeighbors),
            numberOfNeighbors, largest);
        Require(sampleSize is null || (sampleSize >= 1 && sampleSize <= features.NumberOfRows), nameof(sampleSize), sampleSize,
            features.NumberOfRows);
        var options = new EmbeddingQualityOptions
        {
            NeighborhoodSize = numberOfNeighbors ?? Math.Min(EmbeddingQualityOptions.DefaultNeighborhoodSize, largest),
            SampleSize = sampleSize,
            Seed = anchors,
        };
        var quality = EmbeddingQuality.Measure(features, coordinates, options, hostCancellation.Token);
        return new EmbeddingMetrics(
            quality, ResidualVariance.OfEuclideanDistances(
                features, coordinates, sampleSize, anchors, numberOfThreads: null, hostCancellation.Token));
    }

    private static void Require(bool holds, string parameter, int? value, int largest)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, $"{parameter} is {value}; for these rows it must lie between 1 and {largest}.");
        }
    }
}
