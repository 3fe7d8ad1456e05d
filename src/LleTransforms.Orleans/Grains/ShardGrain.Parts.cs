using System.Runtime.InteropServices;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Orleans.Silo;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Grains;

/// <summary>The parts into which the graph falls: which of them the rows are in, and a shard of one part alone.</summary>
/// <remarks>A part's shard lies where the shard of the whole lies, and has a copy of its rows. From there on it goes through the steps of
/// any shard whose graph holds together.</remarks>
internal sealed partial class ShardGrain
{
    private readonly Dictionary<int, int[]> _listsBefore = [];
    private int[] _rowsByPart = [];
    private int[] _placeInPart = [];
    private int[]? _partStarts;

    public async Task<NearestRows> NearestAmongAsync(WireBlock numbers, WireBlock rows, int count)
    {
        FitRoutes routes = RequireSought();
        int[] queries = numbers.ToArray<int>();
        int[] searched = rows.ToArray<int>();
        float[] values = await siloRows.GatherAsync(routes, queries, _scaling!.NumberOfColumns);

        // A row may find itself, and is then left out.
        int wanted = Math.Min(searched.Length, count + 1);
        NeighborGraph nearest = await work.RunAsync(context =>
        {
            _directions?.MapAll(values, values);
            return new DenseSearch(Sought(searched)).FindNearestBatch(values, queries.Length, wanted, context);
        }, _stop.Token);
        int[] found = Array.ConvertAll(nearest.Indices, row => routes.Starts[Shard] + searched[row]);
        return new NearestRows(wanted, WireBlock.Of<int>(found), WireBlock.Of<double>(nearest.SquaredDistances));
    }

    public async Task DivideAsync(FitRoutes routes, int partCount)
    {
        int k = RequireLists();
        if (_partStarts is not null)
        {
            return;
        }

        List<IDisposable> held = [];
        try
        {
            Hold(12.0 * _rows!.NumberOfRows);
            IJoinGrain join = GrainFactory.GetGrain<IJoinGrain>(routes.Id);
            int[] parts = new int[_rows.NumberOfRows];
            Dictionary<int, int[]> changed = [];
            foreach ((int first, int count) in ShardSteps.Through(parts.Length, WireBlock.MostBytes / sizeof(int) / (k + 2)))
            {
                DividedRows sent = await join.DivisionAsync(routes.Starts[Shard] + first, count);
                sent.Parts.As<int>().CopyTo(parts.AsSpan(first));
                int[] rows = sent.ChangedRows.ToArray<int>();
                for (int i = 0; i < rows.Length; i++)
                {
                    changed[first + rows[i]] = sent.ChangedLists.As<int>().Slice(i * k, k).ToArray();
                }
            }

            Hold(changed.Count * (64 + (8.0 * k)));
            SortByPart(parts, partCount);
            foreach ((int row, int[] list) in changed)
            {
                _listsBefore[row] = _neighbors[(row * k)..((row + 1) * k)];
                list.CopyTo(_neighbors, row * k);
            }
        }
        catch
        {
            held.ForEach(one => one.Dispose());
            throw;
        }

        _heldMemory.AddRange(held);

        void Hold(double bytes) =>
            held.Add(memory.Hold(bytes, Shard, $"The parts that rows of shard {Shard} ({_fit!.Shard}) are in"));
    }

    public Task<WireBlock> PartAsync(int part, int first, int count)
    {
        int[] rows = RowsIn(part).Slice(first, count).ToArray();
        int k = _plan!.NumberOfNeighbors;
        CenteredFeatures features = _rows!;
        int columnCount = features.NumberOfColumns;
        byte[] sent = new byte[count * RowsOfPart.BytesOfRow(k, columnCount)];
        Span<int> numbers = MemoryMarshal.Cast<byte, int>(sent.AsSpan());
        for (int i = 0; i < count; i++)
        {
            numbers[i] = _routes!.Starts[Shard] + rows[i];
            _neighbors.AsSpan(rows[i] * k, k).CopyTo(numbers[(count + (i * k))..]);
        }

        features.Gather(rows, MemoryMarshal.Cast<byte, float>(sent.AsSpan(count * (1 + k) * sizeof(int))));
        return Task.FromResult(new WireBlock(sent));
    }

    public Task<WireBlock> NumbersInPartAsync(WireBlock numbers)
    {
        RequireDivided();
        return Task.FromResult(WireBlock.Of<int>(Array.ConvertAll(numbers.ToArray<int>(), row => _placeInPart[row])));
    }

    public Task<WireBlock> NumbersOfPartAsync(int part, WireBlock places)
    {
        int[] rows = RowsIn(part).ToArray();
        int start = _routes!.Starts[Shard];
        return Task.FromResult(WireBlock.Of<int>(Array.ConvertAll(places.ToArray<int>(), place => start + rows[place])));
    }

    public async Task TakePartAsync(PartDescription description)
    {
        if (_hasLists)
        {
            return;
        }

        (FitRoutes whole, FitRoutes routes, FitSettings settings) = (description.Whole, description.Routes, description.Settings);
        FeatureScaling scaling = description.Scaling.ToScaling();
        int count = routes.CountOf(Shard);
        int k = settings.NumberOfNeighbors;
        double bytes = SiloMemory.BytesOf(count, scaling.NumberOfColumns, settings)
            - (count * (SiloMemory.BytesOfLists(scaling.NumberOfColumns, settings) - SiloMemory.BytesOfNeighbors(settings)));
        IDisposable held = memory.Hold(bytes, Shard, $"Part {description.Part} of shard {Shard} ({description.Shard})");
        try
        {
            int[] lists = new int[checked(count * k)];
            float[] values = new float[checked(count * scaling.NumberOfColumns)];
            await RowsOfPart.FetchAsync(
                ShardKey.Grain(GrainFactory, whole, Shard), description.Part, new int[count], lists, values,
                sent => ReceivedOf(whole, Shard, sent));
            await RenumberAsync(lists, whole, routes);
            (_fit, _plan) = (new FitDescription(routes.Id, settings, scaling.NumberOfColumns, null, description.Shard), settings.ToPlan());
            (_scaling, _rows) = (scaling, new CenteredFeatures(values, count, scaling));
            (_numbers, _routes, _neighbors, _hasLists) = (new ShardNumbers(routes, [], []), routes, lists, true);
        }
        catch
        {
            held.Dispose();
            throw;
        }

        _heldMemory.Add(held);
        siloRows.Add(_key.Fit, Shard, _rows);
    }

    public Task<ColumnTotals> SumPartAsync(ColumnTotals totals)
    {
        RequireLists();
        CenteredFeatures rows = _rows!;
        return work.RunAsync(context =>
        {
            ColumnSums sums = totals.ToSums();
            for (int row = 0; row < rows.NumberOfRows; row++)
            {
                context.ThrowIfCancelledAt(row);
                sums.Add(rows.Row(row));
            }

            return ColumnTotals.Of(sums);
        }, _stop.Token);
    }

    /// <summary>From neighbours' numbers among all rows to those within the part, which their shards know.</summary>
    private async Task RenumberAsync(int[] lists, FitRoutes whole, FitRoutes routes)
    {
        int[] rows = [.. lists.Distinct().Order()];
        int[] numbers = new int[rows.Length];
        for (int first = 0; first < rows.Length;)
        {
            int shard = whole.ShardOf(rows[first]);
            int end = first;
            while (end < rows.Length && rows[end] < whole.Starts[shard + 1] && end - first < WireBlock.MostBytes / sizeof(int))
            {
                end++;
            }

            int[] local = Array.ConvertAll(rows[first..end], row => row - whole.Starts[shard]);
            WireBlock sent = await ShardKey.Grain(GrainFactory, whole, shard).NumbersInPartAsync(WireBlock.Of<int>(local));
            ReceivedOf(whole, shard, sent);
            for (int i = first; i < end; i++)
            {
                numbers[i] = routes.Starts[shard] + sent.As<int>()[i - first];
            }

            first = end;
        }

        for (int i = 0; i < lists.Length; i++)
        {
            lists[i] = numbers[Array.BinarySearch(rows, lists[i])];
        }
    }

    private void SortByPart(int[] parts, int partCount)
    {
        int[] starts = new int[partCount + 1];
        foreach (int part in parts)
        {
            if (part >= 0)
            {
                starts[part + 1]++;
            }
        }

        for (int part = 0; part < partCount; part++)
        {
            starts[part + 1] += starts[part];
        }

        int[] filled = starts[..partCount];
        (_rowsByPart, _placeInPart) = (new int[starts[partCount]], new int[parts.Length]);
        for (int row = 0; row < parts.Length; row++)
        {
            if (parts[row] is int part and >= 0)
            {
                _placeInPart[row] = filled[part] - starts[part];
                _rowsByPart[filled[part]++] = row;
            }
        }

        _partStarts = starts;
    }

    private ReadOnlySpan<int> RowsIn(int part)
    {
        int[] starts = RequireDivided();
        return _rowsByPart.AsSpan(starts[part]..starts[part + 1]);
    }

    private int[] RequireDivided() => _partStarts ?? throw Lost();

    private void ReceivedOf(FitRoutes routes, int shard, WireBlock block)
    {
        if (siloRows.Own(routes.Id, shard) is null)
        {
            metrics.Received(block);
        }
    }
}
