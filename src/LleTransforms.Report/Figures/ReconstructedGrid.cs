using LleTransforms.Report.Page;

namespace LleTransforms.Report.Figures;

/// <summary>Images at the points of a grid over the first two coordinates: what a row would look like that lies there.</summary>
/// <remarks>
/// The grid reaches over all but the outermost hundredth of the rows at each side. Further coordinates are the mean of those of the rows
/// nearest in the picture. Where no row lies within a cell's diagonal nothing is shown.
/// </remarks>
internal static class ReconstructedGrid
{
    private const int Cells = 16;
    private const int NearRows = 12;
    private const double LeftOut = 0.01;

    /// <param name="model">The model; it holds features.</param>
    /// <param name="features">The rows that it was fitted on.</param>
    /// <param name="embedding">Their coordinates.</param>
    /// <param name="width">Pixels of a row of an image.</param>
    /// <param name="height">Rows of pixels of an image.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static GrayImage Draw(
        LleModel model, FeatureMatrix features, FeatureMatrix embedding, int width, int height, CancellationToken cancellationToken)
    {
        LleReconstructor back = model.CreateReconstructor();
        (double darkest, double brightest) = Range(features);
        (float low, float high)[] axes = [Reach(embedding, 0), Reach(embedding, Math.Min(1, embedding.NumberOfColumns - 1))];
        int down = embedding.NumberOfColumns > 1 ? Cells : 1;
        var picture = new GrayImage(Cells * width, down * height);
        double[] image = new double[width * height];
        for (int cell = 0; cell < Cells * down; cell++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (int across, int up) = (cell % Cells, cell / Cells);
            float[] place = [Middle(axes[0], across, Cells), Middle(axes[1], up, down)];
            if (PointAt(embedding, place, axes) is not float[] point)
            {
                continue;
            }

            back.Reconstruct(point, image);
            for (int pixel = 0; pixel < image.Length; pixel++)
            {
                double shade = (image[pixel] - darkest) / (brightest - darkest);
                int row = ((down - 1 - up) * height) + (pixel / width);
                picture.Pixels[(row * picture.Width) + (across * width) + (pixel % width)] = (byte)(255 * Math.Clamp(shade, 0, 1));
            }
        }

        return picture;
    }

    /// <summary>The coordinates of a place in the picture; null where no row is near.</summary>
    private static float[]? PointAt(FeatureMatrix embedding, float[] place, (float Low, float High)[] axes)
    {
        int d = embedding.NumberOfColumns;
        int shown = Math.Min(2, d);
        double[] distances = new double[embedding.NumberOfRows];
        int[] rows = [.. Enumerable.Range(0, distances.Length)];
        for (int row = 0; row < distances.Length; row++)
        {
            for (int c = 0; c < shown; c++)
            {
                // In cells, which may be longer one way than the other.
                double difference = (embedding.Row(row)[c] - place[c]) / (axes[c].High - axes[c].Low) * Cells;
                distances[row] += difference * difference;
            }
        }

        Array.Sort(distances, rows);
        if (!(distances[0] <= shown))
        {
            return null;
        }

        int near = Math.Min(NearRows, rows.Length);
        float[] point = [.. Enumerable.Range(0, d).Select(c => rows.Take(near).Average(row => embedding.Row(row)[c]))];
        place.AsSpan(0, shown).CopyTo(point);
        return point;
    }

    private static float Middle((float Low, float High) axis, int cell, int cells) =>
        axis.Low + ((cell + 0.5f) / cells * (axis.High - axis.Low));

    private static (float Low, float High) Reach(FeatureMatrix embedding, int column)
    {
        float[] values = [.. Enumerable.Range(0, embedding.NumberOfRows).Select(row => embedding.Row(row)[column]).Order()];
        int outer = (int)(LeftOut * values.Length);
        return (values[outer], values[^(outer + 1)]);
    }

    private static (double Low, double High) Range(FeatureMatrix features)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            foreach (float value in features.Row(row))
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }

        return (low, high > low ? high : low + 1);
    }
}
