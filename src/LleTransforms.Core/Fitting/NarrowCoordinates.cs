using System.Globalization;
using LleTransforms.Features;
using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>Tells how many rows each coordinate rests on, and warns of those that rest on few. Such rows all but close among themselves: an
/// eigenvalue next to 0 belongs to them.</summary>
internal static class NarrowCoordinates
{
    private const int CoordinatesShown = 5;
    private const int RowsShown = 5;
    private const int SharesShown = 20;

    /// <param name="distinct">The rows, with the user's numbers for them.</param>
    /// <param name="embedding">Their coordinates.</param>
    /// <param name="parts">The rows of each part that was embedded by itself; null stands for all rows.</param>
    /// <param name="context">Hears the figures and the warning.</param>
    /// <returns>The share of the rows that each coordinate rests on.</returns>
    public static double[] Tell(DistinctRows distinct, FittedEmbedding embedding, int[]?[] parts, FitContext context)
    {
        double[][] ofParts = Array.ConvertAll(
            parts, part => ParticipationRatio.Of(embedding.Coordinates, embedding.NumberOfComponents, part));
        double[] shares = ParticipationRatio.Share(ofParts, parts.Sum(part => part?.Length ?? distinct.Count));
        context.Say(
            LlePhase.Eigenvectors, LleSeverity.Info,
            $"Rows that take part in each coordinate, in % of all: {string.Join(", ", shares.Take(SharesShown).Select(Percent))}" +
            $"{(shares.Length > SharesShown ? ", ..." : string.Empty)}.");
        for (int p = 0; p < parts.Length; p++)
        {
            Warn(distinct, embedding, parts[p] ?? [.. Enumerable.Range(0, distinct.Count)], ofParts[p], context);
        }

        return shares;
    }

    private static void Warn(DistinctRows distinct, FittedEmbedding embedding, int[] part, double[] participation, FitContext context)
    {
        // A part of fewer rows than components has coordinates of zeros, which rest on nothing.
        int[] narrow =
        [
            .. Enumerable.Range(0, participation.Length)
                .Where(c => participation[c] > 0 && ParticipationRatio.IsNarrow(participation[c], part.Length)),
        ];
        if (narrow.Length == 0)
        {
            return;
        }

        string shown = string.Join("; ", narrow.Take(CoordinatesShown).Select(c => string.Create(
            CultureInfo.InvariantCulture,
            $"coordinate {c} on about {participation[c]:f0} rows, first of all {string.Join(", ", Furthest(embedding, part, c)
                .Select(row => distinct.Representatives[row]))}")));
        context.Say(
            LlePhase.Eigenvectors,
            LleSeverity.Warning,
            $"{narrow.Length} of {participation.Length} coordinates rest on less than {100 * ParticipationRatio.NarrowShare:g2} % of " +
            $"{part.Length} rows: {shown}{(narrow.Length > CoordinatesShown ? "; ..." : string.Empty)}. Such rows are all but closed " +
            "among themselves, and the coordinate tells little more than who belongs to them. More neighbours spread coordinates over " +
            "more rows.");
    }

    private static string Percent(double share) => (100 * share).ToString("g2", CultureInfo.InvariantCulture);

    /// <summary>The rows of a part furthest from its mean, the furthest first.</summary>
    private static IEnumerable<int> Furthest(FittedEmbedding embedding, int[] part, int c)
    {
        double mean = part.Average(row => embedding.Row(row)[c]);
        return part.OrderByDescending(row => Math.Abs(embedding.Row(row)[c] - mean)).ThenBy(row => row).Take(RowsShown);
    }
}
