using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Wire;
using LleTransforms.Running;

namespace LleTransforms.Orleans.Client;

/// <summary>Fits each part of a graph by itself, lays the parts out, and places all rows among the landmarks of all parts.</summary>
/// <remarks>
/// A large part is a fit of its own, whose shards take their rows from those of the whole. A part of few rows goes to one silo, which fits
/// it as one machine does. So does one whose rows are all landmarks. Rows that lead into several parts are no landmarks. They have their
/// coordinates from the landmarks like any row.
/// </remarks>
/// <param name="grains">Where grains are found.</param>
/// <param name="whole">The shards of all rows, which know their parts.</param>
/// <param name="join">The jobs on all rows.</param>
/// <param name="shards">The shards' places, for messages.</param>
/// <param name="settings">The options.</param>
/// <param name="scaling">How rows are centred and scaled.</param>
/// <param name="report">Hears of each phase.</param>
/// <param name="token">Stops the work.</param>
internal sealed class PartFits(
    IGrainFactory grains, ShardCalls whole, JoinCalls join, LleShard[] shards, FitSettings settings, FeatureScaling scaling,
    Action<LlePhase, long, long> report, CancellationToken token)
{
    /// <summary>Up to so many rows a part goes to one silo. The number is part of the result's bits.</summary>
    private const int MostRowsOfSmallPart = 1024;

    private readonly FitPlan _plan = settings.ToPlan();

    private int D => settings.NumberOfComponents;

    public async Task<FittedLandmarks> FitAsync(PartFacts[] parts)
    {
        int all = whole.Routes.NumberOfRows;
        var fitted = new FittedPart[parts.Length];
        List<SmallPart> small = [];
        for (int p = 0; p < parts.Length; p++)
        {
            int rowCount = parts[p].NumberOfRows;
            int landmarkCount = LandmarkFit.CountFor(rowCount, all, _plan);
            if (rowCount <= MostRowsOfSmallPart || landmarkCount == rowCount)
            {
                small.Add(new SmallPart(p, parts[p], landmarkCount));
            }
            else
            {
                fitted[p] = await FitAsync(p, parts[p], landmarkCount);
            }
        }

        await FitSmallPartsAsync(small, fitted);
        return await PlaceAsync(Join(fitted));
    }

    private async Task<FittedPart> FitAsync(int number, PartFacts facts, int landmarkCount)
    {
        using ShardCalls calls = whole.CreateFor(facts.Counts);
        var joinOfPart = new JoinCalls(grains, calls, settings, token);
        try
        {
            await calls.RunAsync(shard => whole.CallAsync(shard, async () =>
            {
                var part = new PartDescription(whole.Routes, calls.Routes, number, settings, WireScaling.Of(scaling), shards[shard]);
                await calls.DoAsync(shard, grain => grain.TakePartAsync(part));
                return true;
            }));
            var steps = new LandmarkSteps(calls, joinOfPart, scaling.NumberOfColumns, D, report, token);
            (double[] eigenvalues, double[] coordinates) = await steps.FitAsync(landmarkCount);
            ColumnTotals sums = await calls.FoldAsync(
                ColumnTotals.Of(new ColumnSums(scaling.NumberOfColumns)), (grain, before) => grain.SumPartAsync(before));
            WireBlock landmarks = WireBlock.Of<double>(coordinates);
            double[] radii = new double[calls.NumberOfShards];
            await calls.RunAsync(async shard => radii[shard] = await calls.DoAsync(shard, grain => grain.RadiusAsync(landmarks, D)));
            return new FittedPart(
                await NumbersAsync(number, calls.Routes, RowSample.Draw(facts.NumberOfRows, landmarkCount, settings.Seed)),
                coordinates, eigenvalues, radii.Max(), Array.ConvertAll(sums.ToSums().Sum, sum => sum / facts.NumberOfRows));
        }
        finally
        {
            await ShardCalls.TellAsync(joinOfPart.Grain.ForgetAsync);
            await calls.EndAsync();
        }
    }

    /// <summary>The numbers among all rows of some rows of a part, ascending.</summary>
    private async Task<int[]> NumbersAsync(int part, FitRoutes routes, int[] rows)
    {
        List<int> numbers = [];
        foreach (IGrouping<int, int> ofShard in rows.GroupBy(routes.ShardOf))
        {
            int shard = ofShard.Key;
            WireBlock places = WireBlock.Of<int>([.. ofShard.Select(row => row - routes.Starts[shard])]);
            WireBlock sent = await whole.CallAsync(shard, () => whole.Grain(shard).NumbersOfPartAsync(part, places));
            numbers.AddRange(sent.As<int>());
        }

        return [.. numbers];
    }

    /// <summary>Has one silo fit small parts, as many at a time as a message has room for.</summary>
    private async Task FitSmallPartsAsync(List<SmallPart> parts, FittedPart[] fitted)
    {
        int columnCount = scaling.NumberOfColumns;
        for (int first = 0, end; first < parts.Count; first = end)
        {
            long bytes = 0;
            for (end = first; end < parts.Count && (end == first || bytes + BytesOf(parts[end]) <= WireBlock.MostBytes); end++)
            {
                bytes += BytesOf(parts[end]);
            }

            SmallPart[] some = [.. parts[first..end]];
            JoinAnswer answer = await join.AskAsync(() => join.JobOf(JoinKind.SmallParts, columnCount) with
            {
                Parts = some, Scaling = WireScaling.Of(scaling),
            });
            int[] rows = answer.Numbers.ToArray<int>();
            double[] values = answer.Values.ToArray<double>();
            int row = 0;
            int at = 0;
            foreach (SmallPart part in some)
            {
                int count = part.NumberOfLandmarks;
                double[] eigenvalues = Next(D);
                double radius = Next(1)[0];
                double[] centroid = Next(columnCount);
                fitted[part.Part] = new FittedPart(rows[row..(row + count)], Next(count * D), eigenvalues, radius, centroid);
                row += count;
            }

            double[] Next(int count) => values[at..(at += count)];
        }

        long BytesOf(SmallPart part) =>
            sizeof(double) * (D + 1L + columnCount + (part.NumberOfLandmarks * (D + 1L)));
    }

    /// <summary>Lays the parts out beside each other.</summary>
    private FittedLandmarks Join(FittedPart[] parts)
    {
        double[][] offsets = PartLayout.Offsets(
            [.. parts.Select(part => part.Centroid)], [.. parts.Select(part => part.Radius)], D, new FitContext(cancellationToken: token));
        int[] rows = [.. parts.SelectMany(part => part.Rows)];
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        double[] coordinates = [.. parts.SelectMany((part, p) => part.Coordinates.Select((value, i) => value + offsets[p][i % D]))];
        Array.Sort(rows, order);
        return new FittedLandmarks(
            rows,
            [.. order.SelectMany(place => coordinates[(place * D)..((place + 1) * D)])],
            [.. Enumerable.Range(0, D).Select(c => parts.Aggregate(0.0, (sum, part) => sum + part.Eigenvalues[c]))],
            [.. parts.Select(part => part.Rows.Length)]);
    }

    /// <summary>Places all rows among the landmarks, and gives all coordinates together mean 0 and variance 1.</summary>
    private async Task<FittedLandmarks> PlaceAsync(FittedLandmarks landmarks)
    {
        WireBlock rows = WireBlock.Of<int>(landmarks.Rows);
        await whole.RunInStepsAsync((grain, first, count) => grain.InterpolateAsync(first, count, rows));
        WireBlock laidOut = WireBlock.Of<double>(landmarks.Coordinates);
        await whole.RunAsync(shard => whole.DoAsync(shard, grain => grain.FinishAsync(laidOut, D)));
        WireBlock zeros = WireBlock.Of<double>(new double[D]);
        int n = whole.Routes.NumberOfRows;
        WireBlock sums = await whole.FoldAsync(zeros, (grain, before) => grain.AddCoordinatesAsync(before, D));
        double[] mean = Array.ConvertAll(sums.ToArray<double>(), sum => sum / n);
        WireBlock means = WireBlock.Of<double>(mean);
        WireBlock variances = await whole.FoldAsync(zeros, (grain, before) => grain.AddDeviationsAsync(before, means, D));
        double[] scale = Array.ConvertAll(variances.ToArray<double>(), variance => Normalization.ScaleOf(variance, n));
        return landmarks with
        {
            Coordinates = [.. landmarks.Coordinates.Select((value, i) => (value - mean[i % D]) * scale[i % D])],
        };
    }

    /// <summary>A part that is fitted.</summary>
    /// <param name="Rows">Its landmarks' numbers among all rows.</param>
    /// <param name="Coordinates">Their coordinates within the part.</param>
    /// <param name="Eigenvalues">d of them.</param>
    /// <param name="Radius">How far its coordinates reach from 0.</param>
    /// <param name="Centroid">The mean of its rows.</param>
    private sealed record FittedPart(int[] Rows, double[] Coordinates, double[] Eigenvalues, double Radius, double[] Centroid);
}
