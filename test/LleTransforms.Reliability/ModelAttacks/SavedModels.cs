using LleTransforms.Reliability.Laws;

namespace LleTransforms.Reliability.ModelAttacks;

/// <summary>Saved models of every kind that a fit makes, each a few kilobytes.</summary>
internal static class SavedModels
{
    public static IReadOnlyList<byte[]> Create()
    {
        var plain = new FitCase { NumberOfRows = 48, NumberOfNeighbors = 8, Noise = 1e-3 };
        FitCase[] cases =
        [
            .. Enum.GetValues<LleMethod>().Select(method => plain with { Method = method }),
            plain with { Metric = LleMetric.Cosine, Surface = Surface.SmoothMap },
            plain with { IsDouble = true, RepeatedRows = 12 },
            plain with { Landmarks = 24, Surface = Surface.SCurve },
            plain with { SampleSize = 24, RepeatedRows = 6, Rule = LlePlacement.LocalAffine },
            plain with { Surface = Surface.Clusters, NumberOfComponents = 3 },

            // Enough rows for the placement's tree.
            plain with { NumberOfRows = 700, NumberOfNeighbors = 5 },
        ];
        return [.. cases.Select(fit => PlacementLaws.Saved(fit.Fit(fit.Features()))), .. Sparse(), .. OfDistances(plain), .. WithGraph()];
    }

    /// <summary>Models of distances in place of features: all distinct, and with equal rows and a sample.</summary>
    private static IEnumerable<byte[]> OfDistances(FitCase plain)
    {
        foreach (FitCase fit in new[] { plain, plain with { RepeatedRows = 8, SampleSize = 30, Rule = LlePlacement.LocalAffine } })
        {
            FeatureMatrix rows = fit.Features();
            int n = rows.NumberOfRows;
            float[] distances = new float[n * n];
            for (int i = 0; i < distances.Length; i++)
            {
                distances[i] = (float)Math.Sqrt(Enumerable.Range(0, rows.NumberOfColumns)
                    .Sum(column => Math.Pow(rows.Value(i / n, column) - rows.Value(i % n, column), 2)));
            }

            yield return PlacementLaws.Saved(
                (fit with { Metric = LleMetric.Precomputed }).Fit(FeatureMatrix.FromRowMajor(distances, n, n)));
        }
    }

    /// <summary>Models of wide sparse rows, the second version of the form: all distinct, with equal rows
    /// and a sample, and placed among landmarks.</summary>
    private static IEnumerable<byte[]> Sparse()
    {
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 8 };
        yield return Fit(distinct: 48, options);
        options.Method = LleMethod.LocalTangentSpaceAlignment;
        options.MaximumNumberOfTrainingRows = 30;
        yield return Fit(distinct: 40, options);
        options.Method = LleMethod.Standard;
        options.MaximumNumberOfTrainingRows = null;
        options.NumberOfLandmarks = 20;
        options.PlaceAmongLandmarks = true;
        yield return Fit(distinct: 48, options);
    }

    /// <summary>Models that hold the neighbours of their rows, the fifth version of the form: of whole rows, of sparse ones that repeat,
    /// and one that has grown. And one of the sixth, with further vectors.</summary>
    private static IEnumerable<byte[]> WithGraph()
    {
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 8, KeepsGraph = true };
        var sheet = new FitCase { NumberOfRows = 48, NumberOfNeighbors = 8, Noise = 1e-3 };
        LleModel model = LocallyLinearEmbedding.Fit(sheet.Features(), options);
        yield return Held(model);
        yield return Held(model.Extend((sheet with { NumberOfRows = 20, DataSeed = sheet.DataSeed + 1 }).Features()).Model);
        yield return Fit(distinct: 40, options);
        options.EigenSolver = LleEigenSolver.Iterative;
        LleModel iterated = LocallyLinearEmbedding.Fit((sheet with { NumberOfRows = 80 }).Features(), options);
        yield return iterated.Content.Further is null ? throw new InvalidOperationException("It holds nothing further.") : Held(iterated);

        static byte[] Held(LleModel model) =>
            model.HoldsGraph ? PlacementLaws.Saved(model) : throw new InvalidOperationException("The model holds no graph.");
    }

    private static byte[] Fit(int distinct, LleOptions options)
    {
        // As narrow as a table can be and stay sparse, for most of a payload shall be what only this form has.
        const int Rows = 48;
        const int Width = 512;
        var builder = new FeatureMatrixBuilder(Width);
        for (int row = 0; row < Rows; row++)
        {
            var random = new Random(row % distinct);
            int[] columns = [.. Enumerable.Range(0, 24).Select(_ => (int)(Width * Math.Pow(random.NextDouble(), 3))).Distinct().Order()];
            float[] values = [.. columns.Select(_ => 1 + random.NextSingle())];
            builder.AppendSparse(columns, values);
        }

        byte[] saved = PlacementLaws.Saved(LocallyLinearEmbedding.Fit(builder.Build(), options));
        return PayloadMutations.IsSparse(saved) ? saved : throw new InvalidOperationException("The rows did not stay sparse.");
    }
}
