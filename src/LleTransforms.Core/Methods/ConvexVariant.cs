using System.Numerics.Tensors;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;

namespace LleTransforms.Methods;

/// <summary>Convex LLE: each row is a mixture of its neighbours, by weights none of which is negative; the embedding keeps the
/// shares.</summary>
/// <remarks>
/// Saul &amp; Roweis 2003, "Think globally, fit locally", JMLR 4, name these weights beside those of <see cref="StandardVariant"/>.
/// A neighbour that the mixture does without has weight 0. It counts neither in M nor in the graph that is divided into parts.
/// </remarks>
internal sealed class ConvexVariant : StandardVariant
{
    public override string ShortName => "convex";

    public override string Title => "Convex LLE";

    public override bool UsesEveryNeighbor => false;

    public override IRowWeights CreateWeights(int neighborCount, int columnCount, double regularization) =>
        new ConvexWeights(neighborCount, columnCount, regularization);
}

/// <summary>
/// The shares w, none negative and summing to one, that best rebuild a row x from its neighbours: they minimise w^T H w.
/// H_ij = (x_i - x).(x_j - x), with the ridge r trace(H) on the diagonal (r where the trace is 0): definite, so there is one solution.
/// </summary>
/// <remarks>
/// <para>w is u scaled to sum one, where u, not negative, minimises u^T H u / 2 - sum(u). H u is 1 where u is above 0, and at least 1
/// elsewhere. Without the signs that is <see cref="BarycentricWeights"/>. The active set of Lawson &amp; Hanson 1974, "Solving least
/// squares problems", chapter 23, finds u, on H in place of its root. The neighbour joins along which the function falls fastest. A
/// neighbour leaves when its weight would fall below 0.</para>
/// <para>Cost k^2 D / 2 a row, as for other weights, and about k p^2 + p^3 where p neighbours have a weight. Memory 16 k^2 bytes.
/// An instance is one thread's scratch.</para>
/// </remarks>
internal sealed class ConvexWeights(int neighborCount, int columnCount, double regularization) : IRowWeights
{
    /// <summary>A share below this is rounding, and would join parts by nothing.</summary>
    private const double SmallestShare = 1e-12;

    private const double Rounding = 2.3e-16;

    private readonly Neighborhood _neighborhood = new(neighborCount, columnCount);
    private readonly double[] _gram = new double[neighborCount * neighborCount];
    private readonly double[] _factor = new double[neighborCount * neighborCount];
    private readonly double[] _slope = new double[neighborCount];
    private readonly double[] _minimum = new double[neighborCount];
    private readonly double[] _reached = new double[neighborCount];
    private readonly int[] _members = new int[neighborCount];
    private int _count;

    public void Solve(ReadOnlySpan<float> row, CenteredFeatures features, ReadOnlySpan<int> neighbors, Span<double> weights)
    {
        _neighborhood.LoadRelativeTo(row, features, neighbors);
        double trace = _neighborhood.FillGram(_gram);
        double ridge = trace > 0 ? regularization * trace : regularization;
        double largest = 0;
        for (int j = 0; j < neighborCount; j++)
        {
            ref double diagonal = ref _gram[(j * neighborCount) + j];
            diagonal += ridge;
            largest = Math.Max(largest, diagonal);
        }

        Minimize(weights, neighborCount * Rounding * largest);
        Share(weights);
    }

    /// <summary>Finds u. Its sum is twice what the function has fallen: it grows from set to set of members, so none comes twice.</summary>
    /// <param name="u">Receives the solution.</param>
    /// <param name="rounding">What a slope may be wrong by, for each 1 of the sum.</param>
    private void Minimize(Span<double> u, double rounding)
    {
        u.Clear();
        _count = 0;
        double sum = 0;
        while (TryJoin(u, sum * rounding))
        {
            u.CopyTo(_reached);
            GoToMinimum(u);
            double grown = Sum(u);
            if (!(grown > sum))
            {
                // What is left to gain is rounding.
                _reached.CopyTo(u);
                return;
            }

            sum = grown;
        }
    }

    /// <summary>Lets the neighbour join along which the function falls fastest, the first of equals; false where there is none.</summary>
    private bool TryJoin(ReadOnlySpan<double> u, double rounding)
    {
        Span<double> slope = _slope;
        slope.Fill(1);
        for (int p = 0; p < _count; p++)
        {
            int member = _members[p];
            TensorPrimitives.MultiplyAdd(_gram.AsSpan(member * neighborCount, neighborCount), -u[member], slope, slope);
        }

        int joining = -1;
        double steepest = rounding;
        for (int j = 0; j < slope.Length; j++)
        {
            if (slope[j] > steepest && u[j] == 0)
            {
                (joining, steepest) = (j, slope[j]);
            }
        }

        if (joining >= 0)
        {
            _members[_count++] = joining;
        }

        return joining >= 0;
    }

    /// <summary>Goes to the members' minimum. Where a weight reaches 0 on the way, its neighbour leaves, and the minimum is that of the
    /// others.</summary>
    private void GoToMinimum(Span<double> u)
    {
        for (int changed = _count - 1; changed >= 0;)
        {
            Factor(changed);
            SolveMembers();
            changed = Move(u, LargestStep(u));
        }
    }

    /// <summary>The share of the way to the members' minimum at which the first weight is 0; 1 where none gets there.</summary>
    private double LargestStep(ReadOnlySpan<double> u)
    {
        double step = 1;
        for (int p = 0; p < _count; p++)
        {
            step = Math.Min(step, StepToZero(u[_members[p]], _minimum[p]));
        }

        return step;
    }

    private static double StepToZero(double weight, double minimum) =>
        minimum > 0 ? double.PositiveInfinity : weight > 0 ? weight / (weight - minimum) : 0;

    /// <summary>Goes to the minimum, or as far as weights stay above 0, and lets the neighbours leave whose weight is 0 then.</summary>
    /// <returns>The place of the first that left; -1 where all stay.</returns>
    private int Move(Span<double> u, double step)
    {
        int first = -1;
        int kept = 0;
        for (int p = 0; p < _count; p++)
        {
            int member = _members[p];
            double weight = u[member];
            double moved = step == 1 ? _minimum[p] : weight + (step * (_minimum[p] - weight));
            if (moved > 0 && StepToZero(weight, _minimum[p]) > step)
            {
                u[member] = moved;
                _members[kept++] = member;
                continue;
            }

            u[member] = 0;
            first = first < 0 ? p : first;
        }

        _count = kept;
        return first;
    }

    /// <summary>Factors the members' part of H as L L^T, from a place on.</summary>
    private void Factor(int first)
    {
        for (int p = first; p < _count; p++)
        {
            ReadOnlySpan<double> gram = _gram.AsSpan(_members[p] * neighborCount, neighborCount);
            Span<double> row = _factor.AsSpan(p * neighborCount, p + 1);
            for (int q = 0; q < p; q++)
            {
                ReadOnlySpan<double> other = _factor.AsSpan(q * neighborCount, q + 1);
                row[q] = (gram[_members[q]] - Neighborhood.Dot(row[..q], other[..q])) / other[q];
            }

            double pivot = gram[_members[p]] - Neighborhood.Dot(row[..p], row[..p]);
            if (!(pivot > 0))
            {
                throw BarycentricWeights.NotPositiveDefinite(regularization);
            }

            row[p] = Math.Sqrt(pivot);
        }
    }

    /// <summary>The members' minimum, where L L^T u = 1.</summary>
    private void SolveMembers()
    {
        Span<double> u = _minimum.AsSpan(0, _count);
        for (int p = 0; p < u.Length; p++)
        {
            ReadOnlySpan<double> row = _factor.AsSpan(p * neighborCount, p + 1);
            u[p] = (1 - Neighborhood.Dot(row[..p], u[..p])) / row[p];
        }

        for (int p = u.Length - 1; p >= 0; p--)
        {
            ReadOnlySpan<double> row = _factor.AsSpan(p * neighborCount, p + 1);
            u[p] /= row[p];
            TensorPrimitives.MultiplyAdd(row[..p], -u[p], u[..p], u[..p]);
        }
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>Scales to sum one, without what is rounding.</summary>
    private static void Share(Span<double> weights)
    {
        double smallest = SmallestShare * Sum(weights);
        foreach (ref double weight in weights)
        {
            weight = weight < smallest ? 0 : weight;
        }

        TensorPrimitives.Divide(weights, Sum(weights), weights);
    }
}
