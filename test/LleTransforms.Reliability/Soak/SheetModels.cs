using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Reliability.Soak;

/// <summary>A row of a bent sheet in five dimensions.</summary>
internal sealed class SheetRow
{
    public const int Width = 5;

    [VectorType(Width)]
    public float[] Features { get; set; } = [];

    public static IReadOnlyList<SheetRow> Create(int count, float offset = 0) =>
        [.. Enumerable.Range(0, count).Select(row => At(row, offset))];

    private static SheetRow At(int row, float offset)
    {
        // Multiples of two irrational numbers fill the unit square evenly.
        float u = Fraction(((row + 1) * 0.7548776662466927) + offset);
        float v = Fraction(((row + 1) * 0.5698402909980532) + offset);
        return new SheetRow { Features = [u, v, MathF.Sin(2 * u), MathF.Cos(2 * u) * v, 0.1f * u * v] };
    }

    private static float Fraction(double value) => (float)(value - Math.Floor(value));
}

/// <summary>Where a model places a row.</summary>
internal sealed class PlacedRow
{
    public float[] Lle { get; set; } = [];
}

/// <summary>Models of the sheet inside ML.NET pipelines.</summary>
internal static class SheetModels
{
    public const int NumberOfComponents = 2;

    public static ITransformer Fit(MLContext context, LleMethod method, int rowCount = 60)
    {
        IDataView view = context.Data.LoadFromEnumerable(SheetRow.Create(rowCount));
        return context.Transforms.NormalizeMinMax("Features")
            .Append(context.Transforms.LocallyLinearEmbedding("Lle", "Features", NumberOfComponents, 8, method))
            .Fit(view);
    }

    public static byte[] SaveZip(MLContext context, LleMethod method, int rowCount = 60)
    {
        IDataView view = context.Data.LoadFromEnumerable(SheetRow.Create(1));
        using var stream = new MemoryStream();
        context.Model.Save(Fit(context, method, rowCount), view.Schema, stream);
        return stream.ToArray();
    }

    /// <summary>Our step in a loaded pipeline; null where damage has turned it into a pipeline without.</summary>
    public static LocallyLinearEmbeddingTransformer? Step(ITransformer model) =>
        model as LocallyLinearEmbeddingTransformer
            ?? (model as IEnumerable<ITransformer>)?.OfType<LocallyLinearEmbeddingTransformer>().FirstOrDefault();

    /// <summary>The rows that a pipeline gives for rows that it was not fitted on; as many numbers each as the step says.</summary>
    public static PlacedRow[] Place(MLContext context, ITransformer model)
    {
        IDataView view = model.Transform(context.Data.LoadFromEnumerable(SheetRow.Create(5, 0.3f)));
        return view.Schema.GetColumnOrNull("Lle") is null
            ? []
            : [.. context.Data.CreateEnumerable<PlacedRow>(view, reuseRowObject: false, ignoreMissingColumns: true)];
    }
}
