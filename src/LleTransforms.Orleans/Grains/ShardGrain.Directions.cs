using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Grains;

/// <summary>By what rows are near: by themselves, or by their directions where the metric is of angles.</summary>
/// <remarks>Directions are made anew wherever they are matched, which costs little beside the matching. So no shard holds its rows
/// twice.</remarks>
internal sealed partial class ShardGrain
{
    private DirectionMap? _directions;

    /// <summary>How what is matched is centred and scaled.</summary>
    private FeatureScaling SoughtScaling => _directions?.Scaling ?? _scaling!;

    public Task<ColumnTotals> SumDirectionsAsync(ColumnTotals totals)
    {
        RequireNumbered();
        CenteredFeatures rows = _rows!;
        var map = new DirectionMap(_scaling!);
        return work.RunAsync(context =>
        {
            ColumnSums sums = totals.ToSums();
            float[] direction = new float[rows.NumberOfColumns];
            for (int row = 0; row < rows.NumberOfRows; row++)
            {
                context.ThrowIfCancelledAt(row);
                if (!map.TryMap(rows.Row(row), direction))
                {
                    throw new ShardFaultException(ShardFaultKind.BadRows, Shard,
                        $"Shard {Shard} ({_fit!.Shard}): row {PlaceOf(row)} of the shard (counted from 0) {DirectionMap.ZeroRowFault}");
                }

                sums.Add(direction);
            }

            return ColumnTotals.Of(sums);
        }, _stop.Token);
    }

    public Task ScaleDirectionsAsync(WireScaling scaling)
    {
        RequireNumbered();
        _directions ??= new DirectionMap(_scaling!).CenteredBy(scaling.ToScaling());
        return Task.CompletedTask;
    }

    /// <summary>What is matched of some rows that follow each other.</summary>
    private ReadOnlyMemory<float> Sought(int firstRow, int count)
    {
        int columnCount = _rows!.NumberOfColumns;
        ReadOnlyMemory<float> rows = _rows.Values.AsMemory(firstRow * columnCount, count * columnCount);
        if (_directions is null)
        {
            return rows;
        }

        float[] directions = new float[rows.Length];
        _directions.MapAll(rows.Span, directions);
        return directions;
    }

    /// <summary>What is matched of the named rows.</summary>
    private CenteredFeatures Sought(int[] numbers)
    {
        CenteredFeatures rows = _rows!.Gather(numbers);
        return _directions?.MapAll(rows) ?? rows;
    }

    /// <summary>The place in the shard of one of its distinct rows.</summary>
    private int PlaceOf(int row)
    {
        foreach (int duplicate in _numbers!.Duplicates)
        {
            row += duplicate <= row ? 1 : 0;
        }

        return row;
    }

    private FitRoutes RequireSought() =>
        _plan?.Metric == LleMetric.Cosine && _directions is null ? throw Lost() : RequireNumbered();
}
