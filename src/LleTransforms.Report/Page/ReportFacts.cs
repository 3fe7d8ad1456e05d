using System.Globalization;
using System.Text.Json;
using LleTransforms.Report.Data;
using LleTransforms.Report.Figures;

namespace LleTransforms.Report.Page;

/// <summary>What the page tells that is no number of a single row, as JSON that is safe inside HTML: the
/// writer escapes angle brackets.</summary>
internal static class ReportFacts
{
    /// <summary>How many coordinates' figures a cell of the table holds.</summary>
    private const int MostShown = 20;

    public static byte[] Json(ReportContent content, IReadOnlyList<DataBlock> blocks)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("title", content.Title);
            json.WriteNumber("rowCount", content.NumberOfRows);
            json.WriteNumber("shownCount", content.Rows.Length);
            json.WriteNumber("featureCount", content.Model.NumberOfFeatures);
            json.WriteNumber("componentCount", content.Model.NumberOfComponents);
            json.WriteNumber("neighborCount", content.Diagnostics.NumberOfNeighbors);
            json.WriteNumber("landmarkCount", content.Model.NumberOfLandmarks ?? 0);
            json.WriteNumber("axisCount", ReportBlocks.AxisCount(content.Embedding));
            json.WriteNumber("principalAxisCount", ReportBlocks.AxisCount(content.Principal));
            json.WriteString("method", content.Model.Method.Title());
            WriteRival(json, content.Model.Metric == LleMetric.Precomputed);
            WriteArray(json, "columns", content.Columns.Names, (writer, name) => writer.WriteStringValue(name));
            WriteLabel(json, content.Label);
            WriteArray(json, "eigenvalues", content.Model.Eigenvalues, WriteNumber);
            WriteArray(json, "followingEigenvalues", content.Diagnostics.FollowingEigenvalues, WriteNumber);
            WriteArray(json, "participation", content.Diagnostics.Participation, WriteNumber);
            WriteQuality(json, content.Quality);
            WritePairs(json, "options", Options(content));
            WriteArray(json, "blocks", blocks, (writer, block) =>
            {
                writer.WriteStartObject();
                writer.WriteString("name", block.Name);
                writer.WriteString("type", block.Type);
                writer.WriteEndObject();
            });
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static IEnumerable<(string Name, string Value)> Options(ReportContent content)
    {
        LleModel model = content.Model;
        yield return ("Rows", Whole(content.NumberOfRows));
        if (content.Diagnostics.NumberOfDistinctRows < content.NumberOfRows)
        {
            yield return ("Rows that differ", Whole(content.Diagnostics.NumberOfDistinctRows));
        }

        if (model.NumberOfLandmarks is int landmarks)
        {
            yield return ("Landmarks, from which the other rows follow", Whole(landmarks));
        }

        if (model.HoldsTrainingRows && model.NumberOfHeldRows < content.Diagnostics.NumberOfDistinctRows)
        {
            yield return (model.NumberOfHeldRows == model.NumberOfLandmarks ? "Rows held, the landmarks" : "Rows fitted, a seeded sample",
                Whole(model.NumberOfHeldRows));
        }

        yield return ("Features, D", Whole(model.NumberOfFeatures));
        yield return ("Components, d", Whole(model.NumberOfComponents));
        yield return ("Neighbours, k", Whole(model.NumberOfNeighbors));
        yield return ("Method", model.Method.ToString());
        yield return ("Metric", model.Metric.ToString());
        yield return ("Regularisation",
            model.Regularization.ToString("0.###E+0", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal));
        yield return ("Unseen rows are placed", model.Placement.ToString());
        yield return ("Parts of the graph", Parts(model.PartSizes));
        yield return ("Rows with further ones as far away as neighbour k",
            $"{Whole(content.Ties.NumberOfTiedRows)} of {Whole(content.Ties.NumberOfRows)} looked at");
        yield return ("Rows that take part in each coordinate", Shares(content.Diagnostics.Participation));
        if (content.Diagnostics.NarrowCoordinates is { Count: > 0 } narrow)
        {
            yield return ("Coordinates on less than 1 % of the rows", $"{Numbers(narrow)}; more neighbours spread them");
        }

        yield return ("Embedding cost, sum of eigenvalues",
            model.ReconstructionError.ToString("0.####E+0", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal));
    }

    private static string Shares(IReadOnlyList<double> shares) =>
        string.Join(", ", shares.Take(MostShown).Select(share => $"{(100 * share).ToString("0.##", CultureInfo.InvariantCulture)} %")) +
        (shares.Count > MostShown ? ", ..." : string.Empty);

    private static string Numbers(IReadOnlyList<int> coordinates) =>
        string.Join(", ", coordinates.Take(MostShown).Select(Whole)) + (coordinates.Count > MostShown ? ", ..." : string.Empty);

    private static string Parts(IReadOnlyList<int> sizes) => sizes.Count == 1
        ? "1"
        : $"{Whole(sizes.Count)}, of {string.Join(", ", sizes.Take(6).Select(Whole))}{(sizes.Count > 6 ? ", ..." : string.Empty)} rows";

    /// <summary>What the embedding is compared with.</summary>
    private static void WriteRival(Utf8JsonWriter json, bool isOfDistances)
    {
        json.WriteStartObject("rival");
        json.WriteString("name", isOfDistances ? "MDS" : "PCA");
        json.WriteString("prefix", isOfDistances ? "MDS" : "PC");
        json.WriteString("title", isOfDistances ? "classical multidimensional scaling" : "principal component analysis");
        json.WriteEndObject();
    }

    private static void WriteLabel(Utf8JsonWriter json, RowLabels? label)
    {
        if (label is null)
        {
            json.WriteNull("label");
            return;
        }

        json.WriteStartObject("label");
        json.WriteString("name", label.Name);
        if (label.Classes is null)
        {
            json.WriteNull("classes");
        }
        else
        {
            WriteArray(json, "classes", label.Classes, (writer, text) => writer.WriteStringValue(text));
        }

        json.WriteEndObject();
    }

    private static void WriteQuality(Utf8JsonWriter json, QualityComparison quality)
    {
        json.WriteStartObject("quality");
        json.WriteNumber("rowCount", quality.Embedding.NumberOfRows);
        json.WriteNumber("sampleSize", quality.Embedding.SampleSize);
        json.WriteNumber("neighborhoodSize", quality.Embedding.Figures.NeighborhoodSize);
        WriteArray(json, "sizes", quality.Sizes, (writer, size) => writer.WriteNumberValue(size));
        WriteOne(json, "embedding", quality.Embedding, quality.Sizes);
        WriteOne(json, "principal", quality.Principal, quality.Sizes);
        json.WriteEndObject();
    }

    private static void WriteOne(Utf8JsonWriter json, string name, EmbeddingQuality quality, int[] sizes)
    {
        json.WriteStartObject(name);
        WriteArray(json, "agreement", sizes.Select(size => quality.RescaledAgreementCurve.Span[size - 1]), WriteNumber);
        WriteArray(json, "trustworthiness", sizes.Select(size => quality.TrustworthinessCurve.Span[size - 1]), WriteNumber);
        EmbeddingQualityFigures figures = quality.Figures;
        WriteArray(
            json,
            "figures",
            [figures.Trustworthiness, figures.Continuity, figures.NeighborhoodAgreement, figures.RescaledAgreement,
                quality.RescaledAgreementArea],
            WriteNumber);
        json.WriteEndObject();
    }

    private static void WritePairs(Utf8JsonWriter json, string name, IEnumerable<(string Name, string Value)> pairs) =>
        WriteArray(json, name, pairs, (writer, pair) =>
        {
            writer.WriteStartArray();
            writer.WriteStringValue(pair.Name);
            writer.WriteStringValue(pair.Value);
            writer.WriteEndArray();
        });

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T value in values)
        {
            write(json, value);
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static string Whole(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
