using LleTransforms.Features;
using LleTransforms.Neighbors;

namespace LleTransforms.LocalGeometry;

/// <summary>
/// Modified LLE: several weight vectors a row, W = V H + (1 - a) w 1^T, where V spans the s directions in which the neighbourhood hardly extends,
/// w are the standard weights, a = |V^T 1| / sqrt(s) and H is the reflector with H V^T 1 = a 1. The form is [W; -1^T] [W; -1^T]^T.
/// </summary>
/// <remarks>
/// Zhang &amp; Wang 2006 ("MLLE: modified locally linear embedding using multiple weights", NIPS 19), equations 2.4 to 3.4. With P = V V^T and
/// p = P 1 the form is P + ((1 - a) / a) (p w^T + w p^T) + (1 - a)^2 s w w^T over the neighbours, bordered by -(p / a + (1 - a) s w) and s for
/// the row, so V itself is never needed: P is the identity less the leading k - s coordinates. s is the largest count whose share of variance
/// stays below the median over all rows of the share beyond d, at least 1 and at most k - d.
/// Cost a row: k^2 D / 2 + k^3 / 3 + the leading coordinates.
/// </remarks>
internal sealed class ModifiedWeights : ILocalForm
{
    private const double SmallestAlpha = 1e-10;

    private readonly CenteredFeatures _features;
    private readonly int _fewestLeading;
    private readonly double _medianShare;
    private readonly Neighborhood _neighborhood;
    private readonly TangentCoordinates _tangent;
    private readonly BarycentricWeights _weights;
    private readonly float[] _row;
    private readonly double[] _w;
    private readonly double[] _p;

    /// <param name="features">The rows.</param>
    /// <param name="neighborCount">k.</param>
    /// <param name="fewestLeading">The fewest directions that V leaves out: d in the paper, 1 to let the variance alone decide.</param>
    /// <param name="regularization">Of the standard weights.</param>
    /// <param name="medianShare">Of <see cref="MedianShareBeyond"/>.</param>
    public ModifiedWeights(CenteredFeatures features, int neighborCount, int fewestLeading, double regularization, double medianShare)
    {
        _features = features;
        _fewestLeading = fewestLeading;
        _medianShare = medianShare;
        _neighborhood = new Neighborhood(neighborCount, features.ColumnCount);
        _tangent = new TangentCoordinates(neighborCount, features.ColumnCount);
        _weights = new BarycentricWeights(neighborCount, features.ColumnCount, regularization);
        _row = features.RowScratch();
        _w = new double[neighborCount];
        _p = new double[neighborCount];
    }

    /// <summary>The median over all rows of the ratio of a neighbourhood's variance beyond d directions to that within them (eta).</summary>
    public static double MedianShareBeyond(CenteredFeatures features, NeighborGraph graph, int componentCount, FitContext context)
    {
        double[] shares = new double[graph.RowCount];
        Parallel.For(
            0,
            graph.RowCount,
            context.Parallelism,
            () => (new Neighborhood(graph.NeighborCount, features.ColumnCount), new TangentCoordinates(graph.NeighborCount, features.ColumnCount), features.RowScratch()),
            (row, _, scratch) =>
            {
                (Neighborhood neighborhood, TangentCoordinates tangent, float[] origin) = scratch;
                neighborhood.LoadRelativeTo(features.Row(row, origin), features, graph.Of(row));
                tangent.Decompose(neighborhood);
                shares[row] = ShareBeyond(tangent.Variances, componentCount);
                return scratch;
            },
            _ => { });
        Array.Sort(shares);
        int middle = shares.Length / 2;
        return shares.Length % 2 == 1 ? shares[middle] : (shares[middle - 1] + shares[middle]) / 2;
    }

    public void Compute(int row, ReadOnlySpan<int> neighbors, Span<double> form)
    {
        int k = neighbors.Length;
        ReadOnlySpan<float> origin = _features.Row(row, _row);
        _neighborhood.LoadRelativeTo(origin, _features, neighbors);
        _tangent.Decompose(_neighborhood);
        int leading = _tangent.Compute(_neighborhood, LeadingCount(k), centered: false);
        int s = k - leading;
        _weights.Solve(origin, _features, neighbors, _w);

        PackedForm.SetIdentity(form, k);
        _p.AsSpan().Fill(1);
        for (int j = 0; j < leading; j++)
        {
            ReadOnlySpan<double> coordinate = _tangent.Coordinate(j);
            PackedForm.AddOuterProduct(form, -1, coordinate);
            double sum = Sum(coordinate);
            for (int i = 0; i < k; i++)
            {
                _p[i] -= sum * coordinate[i];
            }
        }

        Border(form, k, s);
    }

    private static double ShareBeyond(ReadOnlySpan<double> variances, int count)
    {
        double within = Sum(variances[..Math.Min(count, variances.Length)]);
        return count < variances.Length ? Sum(variances[count..]) / within : 0;
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

    /// <summary>k - s: as few leading directions as leave a share of variance below the median.</summary>
    private int LeadingCount(int neighborCount)
    {
        ReadOnlySpan<double> variances = _tangent.Variances;
        int leading = Math.Min(_fewestLeading, variances.Length);
        while (leading < variances.Length && leading < neighborCount - 1 && ShareBeyond(variances, leading) >= _medianShare)
        {
            leading++;
        }

        return leading;
    }

    /// <summary>Adds the terms of w and the border of the row itself to P.</summary>
    private void Border(Span<double> form, int k, int s)
    {
        double alpha = Math.Sqrt(Math.Max(0, Sum(_p)) / s);
        double excess = 1 - alpha;
        bool hasConstantPart = alpha > SmallestAlpha;
        Span<double> border = form.Slice(PackedForm.RowStart(k), k + 1);
        if (hasConstantPart)
        {
            PackedForm.AddSymmetricProduct(form, excess / alpha, _p, _w);
        }

        PackedForm.AddOuterProduct(form, excess * excess * s, _w);
        for (int i = 0; i < k; i++)
        {
            border[i] = -((hasConstantPart ? _p[i] / alpha : 0) + (excess * s * _w[i]));
        }

        border[k] = s;
    }
}
