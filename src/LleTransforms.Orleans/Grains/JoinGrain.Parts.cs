using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.Neighbors;
using LleTransforms.Orleans.Silo;
using LleTransforms.Orleans.Wire;
using LleTransforms.Running;

namespace LleTransforms.Orleans.Grains;

/// <summary>The look at the graph, its division into parts, and fits of small parts.</summary>
internal sealed partial class JoinGrain
{
    private Division? _division;

    public Task<DividedRows> DivisionAsync(int firstRow, int count)
    {
        Division division = _division ?? throw new ShardLostException(-1);
        return Task.FromResult(division.Of(firstRow, count));
    }

    /// <summary>Finds the parts of the graph. The answer has none where it holds together as it is.</summary>
    private async Task<JoinAnswer> DivideAsync(JoinJob job)
    {
        FitRoutes routes = job.Routes;
        int k = job.Settings.NumberOfNeighbors;
        int[] indices = new int[checked(routes.NumberOfRows * k)];
        await ForEachBlockAsync(routes, WireBlock.MostBytes / sizeof(int) / k, async (shard, first, count) =>
        {
            WireBlock sent = await ShardKey.Grain(grains, routes, shard).ListsAsync(first, count);
            sent.As<int>().CopyTo(indices.AsSpan((routes.Starts[shard] + first) * k));
        });
        var messages = new Messages();
        var context = new FitContext(messages, cancellationToken: _stop.Token);
        var graph = new NeighborGraph(routes.NumberOfRows, k, indices, []);
        using var rows = new ShardedPartRows(grains, job, memory, context);
        GraphDivision found;
        try
        {
            found = RunContext.Unwrap(() => GraphSplit.Resolve(rows, graph, job.Settings.DisconnectedGraph, context));
        }
        catch (InvalidOperationException fault)
        {
            return Nothing with { Fault = fault.Message };
        }

        if (found.Parts.Count == 1 && found.LooseRows.Count == 0 && found.Parts[0].Graph == graph)
        {
            return Nothing;
        }

        Division division = Division.Of(found, graph);
        _heldDivision?.Dispose();
        _heldDivision = memory.Hold(division.Bytes, -1, $"The parts of {routes.NumberOfRows} rows");
        _division = division;
        return Nothing with
        {
            Parts = [.. found.Parts.Select(part => new PartFacts(part.SinkRow, CountsOf(part.Rows, routes)))],
            Messages = [.. messages.Said],
        };
    }

    private async Task<JoinAnswer> FitSmallPartsAsync(JoinJob job)
    {
        List<int> numbers = [];
        List<double> values = [];
        FitPlan plan = job.Settings.ToPlan();
        var context = new FitContext(cancellationToken: _stop.Token);
        foreach (SmallPart small in job.Parts)
        {
            double size = small.Facts.NumberOfRows;
            using IDisposable held = memory.Hold(
                (24 * size * size) + (size * ((4.0 * job.NumberOfColumns) + SiloMemory.BytesOfNeighbors(job.Settings)
                    + SiloMemory.BytesOfWeights(job.Settings))), -1,
                $"The fit of a part of {size} rows");
            GraphPart part = await FetchAsync(job, small);
            FittedEmbedding fitted = Fit(part, small.NumberOfLandmarks, plan, context);
            int[] landmarks = fitted.Landmarks ?? [.. Enumerable.Range(0, part.Rows.Length)];
            numbers.AddRange(landmarks.Select(row => part.Rows[row]));
            values.AddRange(fitted.Eigenvalues);
            values.Add(PartLayout.RadiusOf(fitted.Coordinates, plan.NumberOfComponents));
            values.AddRange(PartLayout.CentroidOf(part.Features));
            values.AddRange(landmarks.SelectMany(row => fitted.Row(row).ToArray()));
        }

        return Nothing with { Numbers = WireBlock.Of<int>(numbers.ToArray()), Values = WireBlock.Of<double>(values.ToArray()) };
    }

    private static FittedEmbedding Fit(GraphPart part, int landmarkCount, FitPlan plan, FitContext context)
    {
        try
        {
            return RunContext.Unwrap(() => ConnectedFit.Fit(part, landmarkCount, plan, context));
        }
        catch (ArithmeticException fault)
        {
            throw new ShardFaultException(ShardFaultKind.Numerical, -1, fault.Message);
        }
        catch (InsufficientMemoryException fault)
        {
            throw new ShardFaultException(ShardFaultKind.TooLarge, -1, fault.Message);
        }
    }

    private async Task<GraphPart> FetchAsync(JoinJob job, SmallPart small)
    {
        FitRoutes routes = job.Routes;
        int k = job.Settings.NumberOfNeighbors;
        int columnCount = job.NumberOfColumns;
        int size = small.Facts.NumberOfRows;
        int[] rows = new int[size];
        int[] lists = new int[checked(size * k)];
        float[] values = new float[checked(size * columnCount)];
        int first = 0;
        for (int shard = 0; shard < routes.NumberOfShards; shard++)
        {
            int count = small.Facts.Counts[shard];
            await RowsOfPart.FetchAsync(
                ShardKey.Grain(grains, routes, shard), small.Part, rows.AsMemory(first, count), lists.AsMemory(first * k, count * k),
                values.AsMemory(first * columnCount, count * columnCount), metrics.Received);
            first += count;
        }

        for (int i = 0; i < lists.Length; i++)
        {
            lists[i] = Array.BinarySearch(rows, lists[i]);
        }

        return new GraphPart(
            rows, new CenteredFeatures(values, size, job.Scaling!.ToScaling()), new NeighborGraph(size, k, lists, []),
            small.Facts.SinkRow);
    }

    /// <summary>How many of some rows, ascending, each shard has.</summary>
    private static int[] CountsOf(int[] rows, FitRoutes routes)
    {
        int[] counts = new int[routes.NumberOfShards];
        int shard = 0;
        foreach (int row in rows)
        {
            while (row >= routes.Starts[shard + 1])
            {
                shard++;
            }

            counts[shard]++;
        }

        return counts;
    }

    /// <summary>Which part each row is in, and the rows whose neighbours are others now.</summary>
    private sealed class Division(int[] parts, int[] changedRows, int[] changedLists, int neighborCount)
    {
        public double Bytes => 4.0 * (parts.Length + changedRows.Length + changedLists.Length);

        public static Division Of(GraphDivision division, NeighborGraph graph)
        {
            int k = graph.NumberOfNeighbors;
            int[] parts = new int[graph.NumberOfRows];
            Array.Fill(parts, -1);
            SortedDictionary<int, int[]> changed = [];
            for (int p = 0; p < division.Parts.Count; p++)
            {
                DividedPart part = division.Parts[p];
                for (int i = 0; i < part.Rows.Length; i++)
                {
                    int row = part.Rows[i];
                    parts[row] = p;
                    int[] list = part.Graph == graph ? [] : [.. Enumerable.Range(0, k).Select(j => part.NeighborOf(i, j))];
                    if (list.Length > 0 && !graph.Of(row).SequenceEqual(list))
                    {
                        changed[row] = list;
                    }
                }
            }

            return new Division(parts, [.. changed.Keys], [.. changed.Values.SelectMany(list => list)], k);
        }

        public DividedRows Of(int firstRow, int count)
        {
            int first = AscendingNumbers.CountBelow(changedRows, firstRow);
            int end = AscendingNumbers.CountBelow(changedRows, firstRow + count);
            return new DividedRows(
                WireBlock.Of<int>(parts.AsSpan(firstRow, count)),
                WireBlock.Of<int>(Array.ConvertAll(changedRows[first..end], row => row - firstRow)),
                WireBlock.Of<int>(changedLists.AsSpan(first * neighborCount, (end - first) * neighborCount)));
        }
    }

    private sealed class Messages : IProgress<LleProgress>
    {
        public List<JobMessage> Said { get; } = [];

        public void Report(LleProgress value)
        {
            if (value.Message is string text)
            {
                Said.Add(new JobMessage(value.Severity, text));
            }
        }
    }
}
