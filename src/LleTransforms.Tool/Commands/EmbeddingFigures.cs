using System.Globalization;
using System.Text.Json;
using LleTransforms.Tool.Output;
using Spectre.Console;

namespace LleTransforms.Tool.Commands;

/// <summary>The figures of an embedding, and how they are told.</summary>
internal sealed record EmbeddingFigures(EmbeddingQuality Quality, ResidualVariance Residual)
{
    public static EmbeddingFigures Measure(
        FeatureMatrix features, FeatureMatrix embedding, int? neighborhoodSize, int seed, IProgress<LleProgress>? progress,
        CancellationToken cancellationToken, bool areDistances = false)
    {
        var options = new EmbeddingQualityOptions
        {
            NeighborhoodSize = neighborhoodSize
                ?? Math.Max(1, Math.Min(EmbeddingQualityOptions.DefaultNeighborhoodSize, features.NumberOfRows - 2)),
            Seed = seed,
            FeaturesAreDistances = areDistances,
            Progress = progress,
        };
        return new EmbeddingFigures(
            EmbeddingQuality.Measure(features, embedding, options, cancellationToken),
            areDistances
                ? ResidualVariance.OfPrecomputedDistances(features, embedding, seed: seed, cancellationToken: cancellationToken)
                : ResidualVariance.OfEuclideanDistances(features, embedding, seed: seed, cancellationToken: cancellationToken));
    }

    public void WriteText(TextWriter writer)
    {
        EmbeddingQualityFigures figures = Quality.Figures;
        Table table = TextTable.Create("figure", "value", "best");
        table.Columns[0].Alignment = Justify.Left;
        Add("trustworthiness", figures.Trustworthiness, 1);
        Add("continuity", figures.Continuity, 1);
        Add("shared neighbours, Q_NX", figures.NeighborhoodAgreement, 1);
        Add("above chance, R_NX", figures.RescaledAgreement, 1);
        Add("area of R_NX over all sizes", Quality.RescaledAgreementArea, 1);
        Add("residual variance", Residual.Value, 0);
        TextTable.Write(writer, table);
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Quality.NumberOfRows} rows, neighbourhoods of {figures.NeighborhoodSize}, seen from {Quality.SampleSize} of the rows."));

        void Add(string name, double value, int best) =>
            table.AddRow(name, value.ToString("F4", CultureInfo.InvariantCulture), best.ToString(CultureInfo.InvariantCulture));
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        EmbeddingQualityFigures figures = Quality.Figures;
        json.WriteNumber("rows", Quality.NumberOfRows);
        json.WriteNumber("sampledRows", Quality.SampleSize);
        json.WriteNumber("neighborhoodSize", figures.NeighborhoodSize);
        JsonText.WriteFigure(json, "trustworthiness", figures.Trustworthiness);
        JsonText.WriteFigure(json, "continuity", figures.Continuity);
        JsonText.WriteFigure(json, "neighborhoodAgreement", figures.NeighborhoodAgreement);
        JsonText.WriteFigure(json, "rescaledAgreement", figures.RescaledAgreement);
        JsonText.WriteFigure(json, "localContinuityMetaCriterion", figures.LocalContinuityMetaCriterion);
        JsonText.WriteFigure(json, "rescaledAgreementArea", Quality.RescaledAgreementArea);
        JsonText.WriteFigure(json, "residualVariance", Residual.Value);
    }
}
