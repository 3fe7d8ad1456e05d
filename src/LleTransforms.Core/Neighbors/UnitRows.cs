using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>The directions of rows: each row, with its centre put back, divided by its length; Euclidean distances of these order rows by
/// angle.</summary>
/// <remarks>
/// |u - v|^2 = 2 (1 - cos), so the cosine metric is a Euclidean search among unit rows. Those may be centred again, which costs nothing and
/// keeps single-precision products accurate. O(n D) time, n D floats.
/// </remarks>
internal sealed class UnitRows
{
    private UnitRows(DirectionMap map, CenteredFeatures features) => (Map, Features) = (map, features);

    /// <summary>Brings any row of the engine among <see cref="Features"/>.</summary>
    public DirectionMap Map { get; }

    /// <summary>The fitted rows' directions, centred and scaled for a Euclidean search.</summary>
    public CenteredFeatures Features { get; }

    /// <summary>A squared distance among <see cref="Features"/> times this is 2 (1 - cos).</summary>
    public double SquaredScale => Math.ScaleB(1, 2 * Features.ScaleExponent);

    /// <param name="features">The rows as the engine holds them.</param>
    /// <param name="originalRows">For each of them the user's row number, for the error message; null where they are the same.</param>
    /// <param name="context">Threads to use and when to stop.</param>
    /// <exception cref="ArgumentException">A row is zero, or too small to be told from zero in single precision; its number is named. Or
    /// the rows differ by so little, beside their distance from zero, that they have no directions.</exception>
    public static UnitRows Create(CenteredFeatures features, int[]? originalRows, FitContext context)
    {
        DirectionMap.Check(features.Scaling);
        var uncentered = new DirectionMap(features.Scaling);
        int columnCount = features.NumberOfColumns;
        var directions = new float[features.Values.Length];
        int zeroRow = int.MaxValue;
        RowBlocks.ForEach(features.NumberOfRows, context, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                if (!uncentered.TryMap(features.Row(row), directions.AsSpan(row * columnCount, columnCount)))
                {
                    SetSmaller(ref zeroRow, row);
                }
            }
        });
        if (zeroRow != int.MaxValue)
        {
            throw new ArgumentException($"Row {originalRows?[zeroRow] ?? zeroRow} (counted from 0) {DirectionMap.ZeroRowFault}");
        }

        var matrix = FeatureMatrix.FromRowMajor(directions, features.NumberOfRows, columnCount);
        CenteredFeatures unit = CenteredFeatures.Create(matrix, context);
        return new UnitRows(uncentered.CenteredBy(unit.Scaling), unit);
    }

    private static void SetSmaller(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (value < seen)
        {
            int before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
