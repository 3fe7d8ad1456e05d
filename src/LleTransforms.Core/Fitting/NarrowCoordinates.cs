using System.Globalization;
using LleTransforms.Features;
using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>Warns of coordinates that rest on few rows. Such rows all but close among themselves: an eigenvalue next to 0 belongs to
/// them.</summary>
internal static class NarrowCoordinates
{
    private const int CoordinatesShown = 5;
    private const int RowsShown = 5;

    /// <param name="distinct">The rows, with the user's numbers for them.</param>
    /// <param name="embedding">Their coordinates.</param>
    /// <param name="context">Hears the warning.</param>
    public static void Tell(DistinctRows distinct, FittedEmbedding embedding, FitContext context)
    {
        double[] participation = Participation.Of(embedding.Coordinates, embedding.NumberOfComponents);
        int[] narrow = [.. Enumerable.Range(0, participation.Length).Where(c => Participation.IsNarrow(participation[c], distinct.Count))];
        if (narrow.Length == 0)
        {
            return;
        }

        string shown = string.Join("; ", narrow.Take(CoordinatesShown).Select(c => string.Create(
            CultureInfo.InvariantCulture,
            $"coordinate {c} on about {participation[c]:f0} rows, first of all {string.Join(", ", Furthest(distinct, embedding, c))}")));
        context.Say(
            LlePhase.Eigenvectors,
            LleSeverity.Warning,
            $"{narrow.Length} of {participation.Length} coordinates rest on less than {100 * Participation.NarrowShare:g2} % of " +
            $"{distinct.Count} rows: {shown}{(narrow.Length > CoordinatesShown ? "; ..." : string.Empty)}. Such rows are all but closed " +
            "among themselves, and the coordinate tells little more than who belongs to them. More neighbours spread coordinates over " +
            "more rows.");
    }

    /// <summary>The rows furthest from the mean, the furthest first.</summary>
    private static IEnumerable<int> Furthest(DistinctRows distinct, FittedEmbedding embedding, int c)
    {
        double mean = Enumerable.Range(0, distinct.Count).Average(row => embedding.Row(row)[c]);
        return Enumerable.Range(0, distinct.Count)
            .OrderByDescending(row => Math.Abs(embedding.Row(row)[c] - mean))
            .ThenBy(row => row)
            .Take(RowsShown)
            .Select(row => distinct.Representatives[row]);
    }
}
