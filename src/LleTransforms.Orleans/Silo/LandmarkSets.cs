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
    private readonly Dictionary<Guid, Task<LandmarkSet>> _sets = [];

    public Task<LandmarkSet> OfAsync(
        FitRoutes routes, FitSettings settings, int landmarkCount, FeatureScaling scaling, DirectionMap? directions)
    {
        lock (_sets)
        {
            if (!_sets.TryGetValue(routes.Id, out Task<LandmarkSet>? set) || set.IsFaulted || set.IsCanceled)
            {
                _sets[routes.Id] = set = Task.Run(() => FetchAsync(routes, settings, landmarkCount, scaling, directions));
            }

            return set;
        }
    }

    public void Forget(Guid fit)
    {
        lock (_sets)
        {
            _sets.Remove(fit);
        }
    }

    private async Task<LandmarkSet> FetchAsync(
        FitRoutes routes, FitSettings settings, int landmarkCount, FeatureScaling scaling, DirectionMap? directions)
    {
        int[] landmarks = RowSample.Draw(routes.NumberOfRows, landmarkCount, settings.Seed);
        float[] values = await rows.GatherAsync(routes, landmarks, scaling.NumberOfColumns);
        var features = new CenteredFeatures(values, landmarks.Length, scaling);
        INeighborSearch search =
            NeighborSearches.Create(features, LleNeighborSearch.Auto, settings.Metric, null, new FitContext());
        return new LandmarkSet(landmarks, features, search, new Lazy<INeighborSearch>(
            () => directions is null ? search : NeighborSearches.Create(directions.MapAll(features))));
    }
}
