namespace LleTransforms.Tool.Tests.Data;

/// <summary>Euclidean distances of rows, in place of the rows.</summary>
internal static class Distances
{
    /// <summary>Those of all rows to all.</summary>
    public static float[][] Of(float[][] rows) => Between(rows, rows);

    /// <summary>Those of some rows to others.</summary>
    public static float[][] Between(float[][] rows, float[][] others) =>
        Array.ConvertAll(rows, row => Array.ConvertAll(others, other => Length(row, other)));

    private static float Length(float[] a, float[] b) =>
        (float)Math.Sqrt(a.Zip(b, (x, y) => ((double)x - y) * ((double)x - y)).Sum());
}
