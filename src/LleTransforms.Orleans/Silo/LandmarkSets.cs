using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Orleans.Wire;
using LleTransforms.Running;

namespace LleTransforms.Orleans.Silo;

/// <summary>The landmarks of a fit.</summary>
/// <param name="Rows">Their numbers among all distinct rows.</param>
/// <param name="Features">Their features.</param>
/// <param name="Search">A search among them, as a model has it.</param>
/// <param name="Cells">A search among them by what all rows are matched by: their own directions have another centre.</param>
internal sealed record LandmarkSet(int[] Rows, CenteredFeatures Features, INeighborSearch Search, Lazy<INeighborSearch> Cells);

/// <summary>The landmarks of each fit, fetched once a silo.</summary>
/// <remarks>Safe for any number of threads.</remarks>
internal sealed class LandmarkSets(SiloRows rows)
{
    private readonly Dictionary<(Guid Fit, bool OfParts), Task<LandmarkSet>> _sets = [];

    /// <summary>Landmarks that are drawn by seed from all rows.</summary>
    public Task<LandmarkSet> OfAsync(
        FitRoutes routes, FitSettings settings, int landmarkCount, FeatureScaling scaling, DirectionMap? directions) =>
        FindAsync((routes.Id, false), () => FetchAsync(
            routes, settings, RowSample.Draw(routes.NumberOfRows, landmarkCount, settings.Seed), scaling, directions));

    /// <summary>Landmarks that were drawn from parts of the rows.</summary>
    public Task<LandmarkSet> OfPartsAsync(FitRoutes routes, FitSettings settings, WireBlock landmarks, FeatureScaling scaling) =>
        FindAsync((routes.Id, true), () => FetchAsync(routes, settings, landmarks.ToArray<int>(), scaling, null));

    public void Forget(Guid fit)
    {
        lock (_sets)
        {
            _sets.Remove((fit, false));
            _sets.Remove((fit, true));
        }
    }

    private Task<LandmarkSet> FindAsync((Guid Fit, bool OfParts) key, Func<Task<LandmarkSet>> fetch)
    {
        lock (_sets)
        {
            if (!_sets.TryGetValue(key, out Task<LandmarkSet>? set) || set.IsFaulted || set.IsCanceled)
            {
                _sets[key] = set = Task.Run(fetch);
            }

            return set;
        }
    }

    private async Task<LandmarkSet> FetchAsync(
        FitRoutes routes, FitSettings settings, int[] landmarks, FeatureScaling scaling, DirectionMap? directions)
    {
        float[] values = await rows.GatherAsync(routes, landmarks, scaling.NumberOfColumns);
        var features = new CenteredFeatures(values, landmarks.Length, scaling);
        INeighborSearch search =
            NeighborSearches.Create(features, LleNeighborSearch.Auto, settings.Metric, null, new FitContext());
        return new LandmarkSet(landmarks, features, search, new Lazy<INeighborSearch>(
            () => directions is null ? search : NeighborSearches.Create(directions.MapAll(features))));
    }
}
