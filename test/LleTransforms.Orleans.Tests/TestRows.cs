using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Orleans.Tests;

/// <summary>Rows and options that several tests share.</summary>
internal static class TestRows
{
    public static LleOptions Options => new()
    {
        NumberOfComponents = 2, NumberOfNeighbors = 10, NumberOfLandmarks = 200, PlaceAmongLandmarks = true, Seed = 5,
    };

    public static float[] SwissRoll(int rowCount) =>
        [.. Manifolds.SwissRoll(rowCount, 3).Rows.Cast<double>().Select(value => (float)value)];

    /// <summary>A bent sheet of four dimensions in many columns.</summary>
    public static float[] Wide(int rowCount, int columnCount)
    {
        ManifoldSample sample = Manifolds.SmoothMap(rowCount, 7);
        float[] rows = new float[rowCount * columnCount];
        for (int i = 0; i < rows.Length; i++)
        {
            int column = i % columnCount;
            rows[i] = (float)(sample.Rows[i / columnCount, column % 12] 
                + (0.1 * Math.Sin(column + sample.Rows[i / columnCount, column % 5])));
        }

        return rows;
    }
}
