using System.Globalization;
using System.Text.Json;
using LleTransforms.Tool.Commands;
using LleTransforms.Tool.Output;
using Spectre.Console;

namespace LleTransforms.Tool.Suggestions;

/// <summary>Prints a suggestion: for people, or as JSON.</summary>
internal static class SuggestionReport
{
    public static void WriteText(TextWriter writer, Suggestion suggestion, LleOptions fit)
    {
        writer.WriteLine(
            $"Intrinsic dimension: {Estimate(suggestion.Dimensions.TwoNearestNeighbors)} by two nearest neighbours" +
            $"{(suggestion.Dimensions.TwoNearestNeighbors is null ? " (too many rows have two that are equally far)" : "")}, " +
            $"{Estimate(suggestion.Dimensions.MaximumLikelihood)} by maximum likelihood.");
        Table table = TextTable.Create("d", "k", "trustworthiness", "parts", "narrow", "reconstruction error", string.Empty);
        foreach ((int components, NumberOfNeighborsChoice choice) in suggestion.Choices)
        {
            foreach (NumberOfNeighborsCandidate candidate in choice.Candidates)
            {
                bool isBest = candidate.NumberOfNeighbors == choice.NumberOfNeighbors;
                table.AddRow(
                    Whole(components),
                    Whole(candidate.NumberOfNeighbors),
                    candidate.Failure is null ? candidate.Trustworthiness.ToString("F4", CultureInfo.InvariantCulture) : "failed",
                    Whole(candidate.NumberOfParts),
                    Whole(candidate.NumberOfNarrowCoordinates),
                    candidate.ReconstructionError.ToString("0.00E+0", CultureInfo.InvariantCulture),
                    isBest ? components == suggestion.NumberOfComponents ? "recommended" : "best of this d" : string.Empty);
            }
        }

        TextTable.Write(writer, table);
        writer.WriteLine(suggestion.Sentence(fit));
        if (suggestion.Recommended.Candidates.Any(candidate => candidate.NumberOfNarrowCoordinates > 0))
        {
            writer.WriteLine(
                "Narrow: coordinates that rest on less than 1 % of the rows. More neighbours or --minimum-participation 0.01 help.");
        }
    }

    public static string Json(Suggestion suggestion, LleOptions fit, Tables.Table table) => JsonText.Write(json =>
    {
        json.WriteStartObject("intrinsicDimension");
        JsonText.WriteFigure(json, "twoNearestNeighbors", suggestion.Dimensions.TwoNearestNeighbors ?? double.NaN);
        JsonText.WriteFigure(json, "maximumLikelihood", suggestion.Dimensions.MaximumLikelihood ?? double.NaN);
        json.WriteEndObject();
        json.WriteNumber("rows", suggestion.Recommended.NumberOfRows);
        table.WriteJson(json);
        JsonText.WriteArray(json, "warnings", table.Warnings, (writer, value) => writer.WriteStringValue(value));
        json.WriteNumber("sampledRows", suggestion.Recommended.SampleSize);
        json.WriteNumber("neighborhoodSize", suggestion.Recommended.NeighborhoodSize);
        json.WriteStartArray("candidates");
        foreach ((int components, NumberOfNeighborsChoice choice) in suggestion.Choices)
        {
            foreach (NumberOfNeighborsCandidate candidate in choice.Candidates)
            {
                WriteCandidate(json, components, candidate);
            }
        }

        json.WriteEndArray();
        json.WriteStartObject("recommendation");
        json.WriteNumber("components", suggestion.NumberOfComponents);
        json.WriteNumber("neighbors", suggestion.Recommended.NumberOfNeighbors);
        json.WriteString("method", fit.Method.ShortName());
        json.WriteString("metric", OptionParsers.NameOf(fit.Metric));
        json.WriteString("sentence", suggestion.Sentence(fit));
        json.WriteEndObject();
    });

    private static void WriteCandidate(Utf8JsonWriter json, int components, NumberOfNeighborsCandidate candidate)
    {
        json.WriteStartObject();
        json.WriteNumber("components", components);
        json.WriteNumber("neighbors", candidate.NumberOfNeighbors);
        JsonText.WriteFigure(json, "trustworthiness", candidate.Trustworthiness);
        json.WriteNumber("parts", candidate.NumberOfParts);
        JsonText.WriteFigure(json, "reconstructionError", candidate.ReconstructionError);
        JsonText.WriteArray(json, "participation", candidate.Participation, (writer, value) => writer.WriteNumberValue(value));
        json.WriteNumber("narrowCoordinates", candidate.NumberOfNarrowCoordinates);
        if (candidate.Failure is not null)
        {
            json.WriteString("failure", EngineFault.Tell(candidate.Failure, SuggestCommand.Words));
        }

        json.WriteEndObject();
    }

    private static string Estimate(double? value) => value?.ToString("F2", CultureInfo.InvariantCulture) ?? "no estimate";

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
