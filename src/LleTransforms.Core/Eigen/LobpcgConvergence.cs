using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Eigen;

/// <summary>When LOBPCG has what was asked for, and when it will not get it.</summary>
/// <remarks>Square matrices have as many columns as there are Ritz values.</remarks>
internal static class LobpcgConvergence
{
    /// <summary>The number of last iterations from which the rate is taken.</summary>
    private const int Window = 15;

    /// <summary>From here on the rate is compared with what inner solves would take. The first iterations show no rate.</summary>
    private const int RaceBegins = 25;

    private const int RaceWindow = 10;

    /// <summary>Inner solves take as long as so many iterations, or longer: 120 to 270 on images and word vectors.</summary>
    private const int IterationsOfInnerSolves = 120;

    /// <summary>A gap counts as at least this part of the last wanted eigenvalue, so that a narrow one does not raise an error without
    /// bound.</summary>
    private const double SmallestGap = 1e-2;

    /// <summary>The largest wanted residual over the gap behind the wanted eigenvalues.</summary>
    /// <param name="gram">R^T R of the residuals.</param>
    /// <param name="values">Ritz values, ascending.</param>
    /// <param name="wanted">How many count; one more must be there.</param>
    public static double ResidualOverGap(DenseMatrix gram, double[] values, int wanted)
    {
        double worst = 0;
        for (int c = 0; c < wanted; c++)
        {
            worst = Math.Max(worst, Math.Sqrt(gram[c, c]));
        }

        return worst / Gap(values, wanted);
    }

    /// <summary>
    /// The error of the wanted vectors as the preconditioner T sees it: T r beside X, times what the gap adds. The plain residual weighs
    /// rough components thousands of times more than their part in the vectors.
    /// </summary>
    /// <param name="along">X^T W of W = T R.</param>
    /// <param name="gram">W^T W.</param>
    /// <param name="values">Ritz values, ascending.</param>
    /// <param name="wanted">How many count; one more must be there.</param>
    public static double EstimatedError(DenseMatrix along, DenseMatrix gram, double[] values, int wanted)
    {
        int m = values.Length;
        double worst = 0;
        for (int c = 0; c < wanted; c++)
        {
            double square = gram[c, c];
            for (int r = 0; r < m; r++)
            {
                square -= along[r, c] * along[r, c];
            }

            worst = Math.Max(worst, Math.Sqrt(Math.Max(square, 0)));
        }

        return worst * values[wanted] / Gap(values, wanted);
    }

    /// <summary>
    /// A bound of how far the sum of the wanted Ritz values is above that of the eigenvalues: the residuals' squares over the gap. Parlett,
    /// "The Symmetric Eigenvalue Problem" (1998), theorem 11.7.1.
    /// </summary>
    /// <param name="gram">R^T R of the residuals.</param>
    /// <param name="values">Ritz values, ascending.</param>
    /// <param name="wanted">How many count; one more must be there.</param>
    public static double Excess(DenseMatrix gram, double[] values, int wanted) => EstimatedExcess(gram, wanted) / Gap(values, wanted);

    /// <summary>The same as the preconditioner T sees it, which stands for the inverse: r^T T r for each residual.</summary>
    /// <param name="weighted">R^T W of W = T R.</param>
    /// <param name="wanted">How many count.</param>
    public static double EstimatedExcess(DenseMatrix weighted, int wanted)
    {
        double excess = 0;
        for (int c = 0; c < wanted; c++)
        {
            excess += Math.Abs(weighted[c, c]);
        }

        return excess;
    }

    /// <summary>How far X^T X is from the identity, in its largest entry.</summary>
    public static double Deviation(DenseMatrix gram)
    {
        double worst = 0;
        for (int i = 0; i < gram.NumberOfRows; i++)
        {
            for (int j = 0; j < gram.NumberOfColumns; j++)
            {
                worst = Math.Max(worst, Math.Abs(gram[i, j] - (i == j ? 1 : 0)));
            }
        }

        return worst;
    }

    /// <summary>Whether the error would miss the limit even if it fell one and a half times as fast as in the last iterations.</summary>
    /// <param name="history">Errors in units of the tolerance, of iteration 1 at index 1; as long as there may be iterations, and
    /// one.</param>
    /// <param name="iteration">The one just done.</param>
    public static bool IsHopeless(double[] history, int iteration)
    {
        if (iteration < 2 * Window)
        {
            return false;
        }

        double rate = Math.Log(history[iteration - Window] / history[iteration]) / Window;
        return !(Math.Log(history[iteration]) <= 1.5 * rate * (history.Length - iteration));
    }

    /// <summary>Whether inner solves, begun now, would be done before the iteration is, which goes on as in the last iterations.</summary>
    /// <param name="history">Errors in units of the tolerance, of iteration 1 at index 1.</param>
    /// <param name="iteration">The one just done.</param>
    public static bool IsOutrun(double[] history, int iteration) =>
        iteration >= RaceBegins
        && !(Math.Log(history[iteration])
            <= IterationsOfInnerSolves * Math.Log(history[iteration - RaceWindow] / history[iteration]) / RaceWindow);

    private static double Gap(double[] values, int wanted) =>
        Math.Max(values[wanted] - values[wanted - 1], SmallestGap * values[wanted - 1]);
}
