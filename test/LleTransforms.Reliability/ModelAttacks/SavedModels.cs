using LleTransforms.Reliability.Laws;

namespace LleTransforms.Reliability.ModelAttacks;

/// <summary>Saved models of every kind that a fit makes, each a few kilobytes.</summary>
internal static class SavedModels
{
    public static IReadOnlyList<byte[]> Create()
    {
        var plain = new FitCase { RowCount = 48, NeighborCount = 8, Noise = 1e-3 };
        FitCase[] cases =
        [
            .. Enum.GetValues<LleMethod>().Select(method => plain with { Method = method }),
            plain with { Metric = LleMetric.Cosine, Surface = Surface.SmoothMap },
            plain with { IsDouble = true, RepeatedRows = 12 },
            plain with { Landmarks = 24, Surface = Surface.SCurve },
            plain with { SampleSize = 24, RepeatedRows = 6, Rule = LleOutOfSample.LocalAffine },
            plain with { Surface = Surface.Clusters, ComponentCount = 3 },

            // Enough rows for the placement's tree.
            plain with { RowCount = 700, NeighborCount = 5 },
        ];
        return [.. cases.Select(fit => PlacementLaws.Saved(fit.Fit(fit.Features())))];
    }
}
