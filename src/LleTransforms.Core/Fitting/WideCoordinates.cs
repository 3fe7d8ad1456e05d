using System.Globalization;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>Finds the coordinates of smallest eigenvalues that rest on rows enough, and passes over those that do not
/// (<see cref="ParticipationRatio"/>).</summary>
/// <remarks>Cost: one solve where nothing is to be passed over, and at most two more, of up to 4 d + 40 eigenvectors.</remarks>
internal static class WideCoordinates
{
    private const int NumbersShown = 10;

    /// <summary>The bottom eigenvectors that rest on rows enough.</summary>
    /// <param name="wanted">How many coordinates there are to be.</param>
    /// <param name="first">How many eigenvectors to begin with, at least as many.</param>
    /// <param name="largest">The most that there are.</param>
    /// <param name="minimum">The smallest share of rows that a coordinate may rest on; 0 asks nothing.</param>
    /// <param name="find">Finds so many bottom eigenvectors.</param>
    /// <param name="context">Hears what was passed over.</param>
    /// <returns>The chosen ones, smallest eigenvalue first. Where nothing is passed over, all that were found at first.</returns>
    public static EigenSolution Find(
        int wanted, int first, int largest, double minimum, Func<int, EigenSolution> find, FitContext context)
    {
        EigenSolution solution = find(first);
        if (minimum == 0)
        {
            return solution;
        }

        int[] chosen = Choose(wanted, minimum, SharesOf(solution.Vectors), count =>
        {
            solution = find(Math.Min(count, largest));
            return SharesOf(solution.Vectors);
        }, context);
        return solution with
        {
            Eigenvalues = Array.ConvertAll(chosen, c => solution.Eigenvalues[c]),
            Vectors = solution.Vectors.SelectRows(chosen),
        };
    }

    /// <summary>Which coordinates to keep.</summary>
    /// <param name="wanted">How many there are to be.</param>
    /// <param name="minimum">The smallest share of rows that one may rest on, above 0.</param>
    /// <param name="shares">The shares of those that were found first.</param>
    /// <param name="find">Finds so many, or as many as there are, and gives their shares.</param>
    /// <param name="context">Hears what was passed over.</param>
    /// <returns>Their numbers among those last found, ascending.</returns>
    public static int[] Choose(int wanted, double minimum, double[] shares, Func<int, double[]> find, FitContext context)
    {
        int most = MostTried(wanted);
        while (Wide(shares, minimum).Count() < wanted && shares.Length < most)
        {
            double[]? further = TryFind(find, Math.Min(most, (2 * shares.Length) + 20));
            if (further is null || further.Length == shares.Length)
            {
                break;
            }

            shares = further;
        }

        int[] wide = [.. Wide(shares, minimum).Take(wanted)];
        int missing = Math.Min(wanted, shares.Length) - wide.Length;
        IEnumerable<int> widestOfOthers =
            Enumerable.Range(0, shares.Length).Except(wide).OrderByDescending(c => shares[c]).ThenBy(c => c).Take(missing);
        int[] chosen = [.. wide.Concat(widestOfOthers).Order()];
        Tell(chosen, shares.Length, minimum, missing, context);
        return chosen;
    }

    /// <summary>The most eigenvectors that are tried for d coordinates. Further ones wiggle within groups, wide or not.</summary>
    public static int MostTried(int wanted) => (4 * wanted) + 40;

    private static double[]? TryFind(Func<int, double[]> find, int count)
    {
        try
        {
            return find(count);
        }
        catch (Exception failure) when (failure is NoEigenSolverException or InsufficientMemoryException)
        {
            // What was found before is a valid answer, and the warning tells what it lacks.
            return null;
        }
    }

    private static IEnumerable<int> Wide(double[] shares, double minimum) =>
        Enumerable.Range(0, shares.Length).Where(c => shares[c] >= minimum);

    private static double[] SharesOf(DenseMatrix vectors) =>
        [.. Enumerable.Range(0, vectors.NumberOfRows).Select(c => ParticipationRatio.Of(vectors.Row(c), 1)[0] / vectors.NumberOfColumns)];

    private static void Tell(int[] chosen, int found, double minimum, int missing, FitContext context)
    {
        int[] passedOver = [.. Enumerable.Range(0, chosen[^1]).Except(chosen)];
        string share = string.Create(CultureInfo.InvariantCulture, $"{100 * minimum:g2} % of the rows");
        if (passedOver.Length > 0)
        {
            string shown =
                string.Join(", ", passedOver.Take(NumbersShown)) + (passedOver.Length > NumbersShown ? ", ..." : string.Empty);
            context.Say(LlePhase.Eigenvectors, LleSeverity.Info,
                $"{passedOver.Length} eigenvectors rest on less than {share} and are passed over, counted from 0: {shown}; " +
                $"{found} were found for {chosen.Length} coordinates.");
        }

        if (missing > 0)
        {
            context.Say(LlePhase.Eigenvectors, LleSeverity.Warning,
                $"only {chosen.Length - missing} of {found} eigenvectors rest on {share} or more, and the widest of the others make up " +
                $"the {chosen.Length} coordinates; more neighbours or a smaller share would help.");
        }
    }
}
