using System.Runtime.InteropServices;
using LleTransforms.Alignment;
using LleTransforms.Fitting;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.LocalGeometry;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Grains;

/// <summary>The shard's part of sums over all rows, and the rows' coordinates.</summary>
/// <remarks>Sums go from shard to shard in the order of the rows. So their bits do not depend on where shards begin, and those of the
/// reduced matrix are the bits of a fit on one machine. A matrix travels in bands, which follow each other through the shards.</remarks>
internal sealed partial class ShardGrain
{
    private readonly Dictionary<int, WireBlock> _bands = [];
    private double[]? _basis;
    private double[]? _images;
    private double[]? _coordinates;

    public async Task AddToBandAsync(BandRequest request)
    {
        RequireReduced();
        if (_bands.ContainsKey(request.Band))
        {
            return;
        }

        FitRoutes routes = _routes!;
        var band = new ReducedBand(request.First, request.End);
        WireBlock before = WireBlock.Empty;
        if (Shard > 0)
        {
            before = await ShardKey.Grain(GrainFactory, routes, Shard - 1).TakeBandAsync(request.Band);
            Received(before, Shard - 1);
        }

        SparseMatrix[] parts = [.. _reduced.Values];
        _bands[request.Band] = await work.RunAsync(context =>
        {
            // Whoever took a band is the only one who has it. A band is megabytes, and a copy would cost more than what is added.
            byte[] sum = Shard > 0 ? before.Bytes : new byte[band.Length * sizeof(double)];
            Span<double> entries = MemoryMarshal.Cast<byte, double>(sum.AsSpan());
            if (request.Band % 2 == 0)
            {
                foreach (SparseMatrix part in parts)
                {
                    band.Add(part, entries, context.Cancellation);
                }
            }
            else
            {
                band.Add(OwnInterpolation().ToMatrix(), entries, context.Cancellation);
            }

            return new WireBlock(sum);
        }, _stop.Token);
    }

    public async Task<WireBlock> TakeBandAsync(int band)
    {
        WireBlock entries = await BandAsync(band);
        _bands.Remove(band);
        return entries;
    }

    public Task DropBandAsync(int band)
    {
        _bands.Remove(band);
        return Task.CompletedTask;
    }

    public Task<WireBlock> BandAsync(int band)
    {
        RequireReduced();
        return _bands.TryGetValue(band, out WireBlock entries) ? Task.FromResult(entries) : throw new BandLostException();
    }

    public async Task ProjectAsync(WireBlock landmarks, int componentCount)
    {
        RequireReduced();
        if (_basis is not null)
        {
            return;
        }

        SparseMatrix[] parts = [.. _reduced.Values];
        (_basis, _images) = await work.RunAsync(context =>
        {
            double[] values = landmarks.ToArray<double>();
            double[] images = new double[_rows!.NumberOfRows * componentCount];
            int row = 0;
            foreach (SparseMatrix part in parts)
            {
                for (int i = 0; i < part.NumberOfRows; i++, row++)
                {
                    int start = part.RowStarts[i];
                    int count = part.RowStarts[i + 1] - start;
                    WeightedSum.Fill(part.Columns.AsSpan(start, count), part.Values.AsSpan(start, count), values,
                        images.AsSpan(row * componentCount, componentCount));
                }
            }

            return (OwnInterpolation().Apply(values, componentCount, context), images);
        }, _stop.Token);
    }

    public Task<WireBlock> AddRitzAsync(WireBlock sums, int componentCount)
    {
        double[] basis = _basis ?? throw Lost();
        double[] images = _images!;
        return work.RunAsync(_ =>
        {
            var totals = new RitzSums(sums.ToArray<double>(), componentCount);
            totals.Add(basis, images);
            return WireBlock.Of<double>(totals.Values);
        }, _stop.Token);
    }

    public Task<WireBlock> LargestAsync(WireBlock landmarks, int componentCount)
    {
        RequireWeights();
        return work.RunAsync(context =>
        {
            double[] largest = new double[componentCount];
            double[] coordinates = OwnInterpolation().Apply(landmarks.ToArray<double>(), componentCount, context);
            for (int i = 0; i < coordinates.Length; i++)
            {
                int c = i % componentCount;
                if (Math.Abs(coordinates[i]) > Math.Abs(largest[c]))
                {
                    largest[c] = coordinates[i];
                }
            }

            return WireBlock.Of<double>(largest);
        }, _stop.Token);
    }

    public async Task FinishAsync(WireBlock landmarks, int componentCount)
    {
        RequireWeights();
        double[] final = landmarks.ToArray<double>();
        _coordinates = await work.RunAsync(context => OwnInterpolation().Apply(final, componentCount, context), _stop.Token);
    }

    public async Task WriteAsync(LleSink sink, int componentCount)
    {
        FitRoutes routes = _coordinates is null ? throw Lost() : _routes!;
        double[] coordinates = await SpreadAsync(routes, componentCount);
        await work.RunAsync(_ => Write(sink, coordinates, componentCount), _stop.Token);
        metrics.Placed(_fit!.Shard.NumberOfRows);
    }

    public Task<WireBlock> CoordinatesAsync(WireBlock numbers, int componentCount)
    {
        double[] basis = _coordinates ?? throw Lost();
        ReadOnlySpan<int> rows = numbers.As<int>();
        double[] coordinates = new double[rows.Length * componentCount];
        for (int i = 0; i < rows.Length; i++)
        {
            basis.AsSpan(rows[i] * componentCount, componentCount).CopyTo(coordinates.AsSpan(i * componentCount));
        }

        return Task.FromResult(WireBlock.Of<double>(coordinates));
    }

    /// <summary>Coordinates of all the shard's rows, those that equal others included.</summary>
    private async Task<double[]> SpreadAsync(FitRoutes routes, int d)
    {
        ShardNumbers numbers = _numbers!;
        if (numbers.Duplicates.Length == 0)
        {
            return _coordinates!;
        }

        double[] all = new double[_fit!.Shard.NumberOfRows * d];
        int duplicate = 0;
        for (int row = 0, distinct = 0; row < _fit.Shard.NumberOfRows; row++)
        {
            if (duplicate < numbers.Duplicates.Length && numbers.Duplicates[duplicate] == row)
            {
                duplicate++;
            }
            else
            {
                _coordinates.AsSpan(distinct++ * d, d).CopyTo(all.AsSpan(row * d));
            }
        }

        foreach (var ofShard in Enumerable.Range(0, numbers.Duplicates.Length).GroupBy(i => routes.ShardOf(numbers.Representatives[i])))
        {
            foreach (int[] part in ofShard.Chunk(Math.Max(1, WireBlock.MostBytes / sizeof(double) / d)))
            {
                int[] wanted = Array.ConvertAll(part, i => numbers.Representatives[i] - routes.Starts[ofShard.Key]);
                WireBlock sent = ofShard.Key == Shard
                    ? await CoordinatesAsync(WireBlock.Of<int>(wanted), d)
                    : await ShardKey.Grain(GrainFactory, routes, ofShard.Key).CoordinatesAsync(WireBlock.Of<int>(wanted), d);
                for (int p = 0; p < part.Length; p++)
                {
                    sent.As<double>().Slice(p * d, d).CopyTo(all.AsSpan(numbers.Duplicates[part[p]] * d));
                }
            }
        }

        return all;
    }

    private bool Write(LleSink sink, double[] coordinates, int d)
    {
        LleShard shard = _fit!.Shard;
        using ILleShardCoordinates target = CreateTarget(sink, coordinates.Length / d, d, isDoublePrecision: true, shard);
        try
        {
            target.Append(coordinates.AsSpan());
            target.Complete();
            return true;
        }
        catch (Exception fault)
        {
            throw NotWritten(sink, shard, fault);
        }
    }

    private ILleShardCoordinates CreateTarget(LleSink sink, int rowCount, int d, bool isDoublePrecision, LleShard shard)
    {
        try
        {
            return options.Writers.TryGetValue(sink.Writer, out ILleShardWriter? writer)
                ? writer.Create(sink, Shard, rowCount, d, isDoublePrecision)
                : throw new NotSupportedException(
                    $"No writer is registered as {sink.Writer}; there are {string.Join(", ", options.Writers.Keys.Order())}.");
        }
        catch (Exception fault)
        {
            throw NotWritten(sink, shard, fault);
        }
    }

    private ShardFaultException NotWritten(LleSink sink, LleShard shard, Exception fault) => new(
        ShardFaultKind.CannotWrite, Shard,
        $"The coordinates of shard {Shard} ({shard}) were not written to {sink.Location}: {fault.Message}");

    private LandmarkWeights OwnInterpolation() => new(_landmarkCount, _landmarks, _landmarkWeights, _plan!.NumberOfNeighbors);

    private void RequireReduced()
    {
        if (_rows is null || !_hasLists || _reduced.Count < StepsOf(_rows.NumberOfRows))
        {
            throw Lost();
        }
    }
}
