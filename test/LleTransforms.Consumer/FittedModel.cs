using Microsoft.ML;

namespace LleTransforms.Consumer;

/// <summary>Fits and saves, touching every public member that a user of the ML.NET step has.</summary>
internal static class FittedModel
{
    public static ITransformer Save(string file)
    {
        var mlContext = new MLContext(seed: 1);
        var rows = mlContext.Data.LoadFromEnumerable(Ring.Rows(200));
        LocallyLinearEmbeddingEstimator estimator = mlContext.Transforms.LocallyLinearEmbedding(
            "Lle", "Features", numberOfComponents: 2, numberOfNeighbors: 8);
        LocallyLinearEmbeddingEstimator fromOptions = mlContext.Transforms.LocallyLinearEmbedding(
            new LocallyLinearEmbeddingOptions { OutputColumnName = "Second", InputColumnName = "Features", NumberOfComponents = 2 });
        LocallyLinearEmbeddingTransformer first = estimator.Fit(rows);
        Console.Error.WriteLine($"{first.Model.NumberOfComponents} components; row by row: {first.IsRowToRowMapper}");

        var model = estimator.Append(fromOptions).Append(mlContext.Transforms.NormalizeMinMax("Second")).Fit(rows);
        mlContext.Model.Save(model, rows.Schema, file);
        return model;
    }
}
