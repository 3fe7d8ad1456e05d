namespace LleTransforms.Tool.Models;

/// <summary>The coordinates that a model gives the rows it was fitted on, in single precision, as its own Transform would.</summary>
internal static class Coordinates
{
    public static FeatureMatrix Of(LleModel model, FeatureMatrix features, CancellationToken cancellation)
    {
        if (!model.HoldsTrainingRows)
        {
            return model.Transform(features, progress: null, cancellation);
        }

        var coordinates = new float[features.RowCount * model.NumberOfComponents];
        for (int row = 0, at = 0; row < features.RowCount; row++)
        {
            foreach (double coordinate in model.Coordinates(row))
            {
                coordinates[at++] = (float)coordinate;
            }
        }

        return FeatureMatrix.FromRowMajor(coordinates, features.RowCount, model.NumberOfComponents);
    }
}
