using LleTransforms.Fitting;
using LleTransforms.Orleans.Silo;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Grains;

/// <summary>The shard's part of laying out parts beside each other, and its rows' places among the landmarks of all of them.</summary>
internal sealed partial class ShardGrain
{
    public Task<double> RadiusAsync(WireBlock landmarks, int componentCount)
    {
        RequireWeights();
        return work.RunAsync(context => PartLayout.RadiusOf(
            OwnInterpolation().Apply(landmarks.ToArray<double>(), componentCount, context), componentCount), _stop.Token);
    }

    public async Task InterpolateAsync(int firstRow, int count, WireBlock landmarks)
    {
        int k = RequireLists();
        if (_weighed.Contains(firstRow))
        {
            return;
        }

        BeginWeights();
        LandmarkSet set = await landmarkSets.OfPartsAsync(_routes!, _fit!.Settings, landmarks, _scaling!);
        int start = _routes!.Starts[Shard] + firstRow;
        LandmarkWeights found = await work.RunAsync(
            context => LandmarkWeights.Of(RowsFrom(firstRow, count), start, set.Rows, set.Features, set.Search, _plan!, context),
            _stop.Token);
        found.Neighbors.CopyTo(_landmarks, firstRow * k);
        found.Weights.CopyTo(_landmarkWeights, firstRow * k);
        _landmarkCount = set.Rows.Length;
        _weighed.Add(firstRow);
    }

    public Task<WireBlock> AddCoordinatesAsync(WireBlock sums, int componentCount) =>
        AddAsync(sums, componentCount, (coordinate, _) => coordinate);

    public Task<WireBlock> AddDeviationsAsync(WireBlock sums, WireBlock means, int componentCount)
    {
        double[] mean = means.ToArray<double>();
        return AddAsync(sums, componentCount, (coordinate, c) => (coordinate - mean[c]) * (coordinate - mean[c]));
    }

    /// <summary>Adds something of each row's coordinates, row after row.</summary>
    private Task<WireBlock> AddAsync(WireBlock sums, int componentCount, Func<double, int, double> term)
    {
        double[] coordinates = _coordinates ?? throw Lost();
        return work.RunAsync(_ =>
        {
            double[] totals = sums.ToArray<double>();
            for (int i = 0; i < coordinates.Length; i++)
            {
                totals[i % componentCount] += term(coordinates[i], i % componentCount);
            }

            return WireBlock.Of<double>(totals);
        }, _stop.Token);
    }
}
