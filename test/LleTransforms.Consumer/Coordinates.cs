using System.Globalization;
using Microsoft.ML;

namespace LleTransforms.Consumer;

/// <summary>Prints what a model makes of rows that it has not seen, to the last bit.</summary>
internal static class Coordinates
{
    public static void Print(ITransformer model)
    {
        var mlContext = new MLContext();
        var unseen = mlContext.Data.LoadFromEnumerable(Ring.Rows(7, offset: 0.37));
        foreach (var row in mlContext.Data.CreateEnumerable<Embedded>(model.Transform(unseen), reuseRowObject: false))
        {
            Console.WriteLine(
                string.Join(' ', row.Lle.Concat(row.Second).Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
        }
    }
}
