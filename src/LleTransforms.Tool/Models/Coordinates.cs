namespace LleTransforms.Tool.Models;

/// <summary>The coordinates that a model gives the rows it was fitted on, in single precision, as its own Transform would.</summary>
internal static class Coordinates
{
    public static FeatureMatrix Of(LleModel model, FeatureMatrix features, CancellationToken cancellationToken)
    {
        if (!model.HoldsTrainingRows)
        {
            return model.Transform(features, progress: null, cancellationToken);
        }

        var coordinates = new float[features.NumberOfRows * model.NumberOfComponents];
        for (int row = 0, at = 0; row < features.NumberOfRows; row++)
        {
            foreach (double coordinate in model.Coordinates(row))
            {
                coordinates[at++] = (float)coordinate;
            }
        }

        return FeatureMatrix.FromRowMajor(coordinates, features.NumberOfRows, model.NumberOfComponents);
    }
}
