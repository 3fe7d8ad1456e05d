using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Methods;

/// <summary>The minimum of w^T H w over weights that are not negative and sum to one, by two ways that
/// share nothing with the engine's.</summary>
internal static class SimplexReference
{
    /// <summary>Over all sets of members: the least of the minima that lie within the simplex. For a few members.</summary>
    public static Vector<double> ByEnumeration(Matrix<double> form)
    {
        int k = form.RowCount;
        Vector<double> best = Vector<double>.Build.Dense(k);
        double least = double.PositiveInfinity;
        for (int set = 1; set < 1 << k; set++)
        {
            int[] members = [.. Enumerable.Range(0, k).Where(j => (set >> j & 1) == 1)];
            Matrix<double> part = Matrix<double>.Build.Dense(members.Length, members.Length, (i, j) => form[members[i], members[j]]);
            Vector<double> found = part.Solve(Vector<double>.Build.Dense(members.Length, 1));
            if (found.Minimum() < 0 || 1 / found.Sum() >= least)
            {
                continue;
            }

            least = 1 / found.Sum();
            best.Clear();
            for (int i = 0; i < members.Length; i++)
            {
                best[members[i]] = found[i] / found.Sum();
            }
        }

        return best;
    }

    /// <summary>
    /// By the projected gradient with Nesterov's momentum, started anew where it turns, and the projection onto the simplex of Duchi,
    /// Shalev-Shwartz, Singer &amp; Chandra 2008, "Efficient projections onto the l1-ball", figure 1.
    /// </summary>
    public static Vector<double> ByProjectedGradient(Matrix<double> form, int steps = 200_000)
    {
        int k = form.RowCount;
        double length = 1 / form.Evd(Symmetricity.Symmetric).EigenValues.Real().Maximum();
        Vector<double> weights = Vector<double>.Build.Dense(k, 1.0 / k);
        Vector<double> ahead = weights;
        double momentum = 1;
        for (int step = 0; step < steps; step++)
        {
            Vector<double> next = Project(ahead - (length * form * ahead));
            Vector<double> change = next - weights;
            if ((ahead - next) * change > 0)
            {
                momentum = 1;
            }

            double grown = (1 + Math.Sqrt(1 + (4 * momentum * momentum))) / 2;
            ahead = next + ((momentum - 1) / grown * change);
            (weights, momentum) = (next, grown);
            if (change.L2Norm() < 1e-16)
            {
                break;
            }
        }

        return weights;
    }

    private static Vector<double> Project(Vector<double> point)
    {
        double sum = 0, threshold = 0;
        int count = 0;
        foreach (double value in point.OrderDescending())
        {
            sum += value;
            count++;
            double cut = (sum - 1) / count;
            if (value - cut <= 0)
            {
                break;
            }

            threshold = cut;
        }

        return point.Map(value => Math.Max(0, value - threshold));
    }
}
