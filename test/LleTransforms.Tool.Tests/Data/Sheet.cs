namespace LleTransforms.Tool.Tests.Data;

/// <summary>Rows of a gently bent sheet in space: two dimensions, three columns.</summary>
internal static class Sheet
{
    public static float[][] Rows(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Row(random.NextSingle(), random.NextSingle()))];
    }

    private static float[] Row(float u, float v) => [MathF.Sin(2 * u), v, MathF.Cos(2 * u)];
}
