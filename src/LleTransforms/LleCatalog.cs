using LleTransforms;
using LleTransforms.Mapping;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Adds Locally Linear Embedding to the transforms catalog of <see cref="MLContext"/>.</summary>
public static class LleCatalog
{
    /// <summary>
    /// Creates a <see cref="LocallyLinearEmbeddingEstimator"/>. It learns from a vector column a few coordinates that keep the linear
    /// relation of each row to its nearest neighbours. It maps any row, seen or unseen, to those coordinates.
    /// </summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the column to make: a vector of <see cref="float"/> with
    /// <paramref name="numberOfComponents"/> slots.</param>
    /// <param name="inputColumnName">Name of the column to read, a vector of <see cref="float"/> or <see cref="double"/>, of one length
    /// in all rows. Null means <paramref name="outputColumnName"/>.</param>
    /// <param name="numberOfComponents">Coordinates of each row, d, at least 1 and at most two fewer than the distinct training
    /// rows.</param>
    /// <param name="numberOfNeighbors">Neighbours of each row, k, at least 2 and fewer than the distinct training rows; null lets the
    /// engine choose.</param>
    /// <param name="method">The variant of Locally Linear Embedding.</param>
    /// <param name="regularization">What is added to the diagonal of a row's Gram matrix, as a share of its trace, from 1e-12 to 1.</param>
    /// <param name="seed">Seed of what is random in the eigen solvers. Null means the seed of the <see cref="MLContext"/>, or 0 where it
    /// has none.</param>
    /// <exception cref="ArgumentException">A column name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range. What depends on the data is found out at
    /// Fit.</exception>
    /// <example>
    /// <code>
    /// var pipeline = mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: 10)
    /// .AppendCacheCheckpoint(mlContext)
    /// .Append(mlContext.MulticlassClassification.Trainers.SdcaMaximumEntropy(featureColumnName: "Lle"));
    /// </code>
    /// </example>
    public static LocallyLinearEmbeddingEstimator LocallyLinearEmbedding(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        int numberOfComponents = LleOptionRanges.DefaultNumberOfComponents,
        int? numberOfNeighbors = LleOptionRanges.DefaultNumberOfNeighbors,
        LleMethod method = LleMethod.Standard,
        double regularization = LleOptionRanges.DefaultRegularization,
        int? seed = null) =>
        LocallyLinearEmbedding(catalog, new LocallyLinearEmbeddingOptions
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            NumberOfComponents = numberOfComponents,
            NumberOfNeighbors = numberOfNeighbors,
            Method = method,
            Regularization = regularization,
            Seed = seed,
        });

    /// <summary>Creates a <see cref="LocallyLinearEmbeddingEstimator"/> from all its options.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options; the estimator keeps a copy, so that later changes do not reach it.</param>
    /// <exception cref="ArgumentException">A column name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range. What depends on the
    /// data is found out at Fit.</exception>
    public static LocallyLinearEmbeddingEstimator LocallyLinearEmbedding(
        this TransformsCatalog catalog, LocallyLinearEmbeddingOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new LocallyLinearEmbeddingEstimator(CatalogUtils.GetEnvironment(catalog), options);
    }

    /// <summary>
    /// Creates a <see cref="LocallyLinearReconstructionEstimator"/>, the way back from an embedding. It reads a column of coordinates and
    /// makes a column of features: what a row would be like that lies there.
    /// </summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the column to make: a vector of <see cref="float"/> with a slot for each feature.</param>
    /// <param name="inputColumnName">Name of the column to read, a vector of <see cref="float"/> or <see cref="double"/> with a slot for
    /// each coordinate.</param>
    /// <param name="model">The embedding: <see cref="LocallyLinearEmbeddingTransformer.Model"/>. It is saved with the step.</param>
    /// <param name="options">The rule and its figures; null means the defaults.</param>
    /// <exception cref="ArgumentException">A column name is empty, or an option is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The model was fitted on distances, which tell nothing of features.</exception>
    public static LocallyLinearReconstructionEstimator LocallyLinearReconstruction(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, LleModel model,
        LleReconstructionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentNullException.ThrowIfNull(model);
        return new LocallyLinearReconstructionEstimator(
            CatalogUtils.GetEnvironment(catalog),
            new ReconstructionPlan(inputColumnName, outputColumnName, options ?? new LleReconstructionOptions()), model);
    }
}
