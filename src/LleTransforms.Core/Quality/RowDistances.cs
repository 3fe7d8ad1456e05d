using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Quality;

/// <summary>Squared distances of one row to all: Euclidean ones, by the same sum as the engine's neighbour search, or those that a table
/// gives.</summary>
/// <remarks>Cost: n D for each row. Safe for any number of threads.</remarks>
internal sealed class RowDistances
{
    private readonly FeatureMatrix _rows;
    private readonly bool _areGiven;

    private RowDistances(FeatureMatrix rows, bool areGiven) => (_rows, _areGiven) = (rows, areGiven);

    public int NumberOfRows => _rows.NumberOfRows;

    /// <summary>Euclidean distances of rows.</summary>
    public static RowDistances Of(FeatureMatrix rows) => new(rows.Widen(), areGiven: false);

    /// <summary>Euclidean distances of rows, or where the rows are distances themselves, those as a share of a power of two.</summary>
    /// <exception cref="ArgumentException">The rows should be distances and are none.</exception>
    public static RowDistances Of(FeatureMatrix rows, bool areDistances, FitContext context)
    {
        if (!areDistances)
        {
            return Of(rows);
        }

        CenteredFeatures distances = DistanceTable.Of(rows, context);
        return new RowDistances(FeatureMatrix.FromRowMajor(distances.Values, rows.NumberOfRows, rows.NumberOfRows), areGiven: true);
    }

    /// <summary>The squared distance of one row to every row, itself included (0).</summary>
    public void SquaredFrom(int row, Span<double> squaredDistances)
    {
        ReadOnlySpan<float> anchor = _rows.ShiftedRow(row);
        if (_areGiven)
        {
            for (int other = 0; other < squaredDistances.Length; other++)
            {
                squaredDistances[other] = (double)anchor[other] * anchor[other];
            }

            return;
        }

        for (int other = 0; other < squaredDistances.Length; other++)
        {
            squaredDistances[other] = SquaredDistance.Between(anchor, _rows.ShiftedRow(other));
        }
    }
}
