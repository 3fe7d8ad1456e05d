using System.Numerics.Tensors;
using LleTransforms.Features;

namespace LleTransforms.LocalGeometry;

/// <summary>
/// Modified LLE: several weight vectors a row, W = V H + (1 - a) w 1^T. V spans the s directions in which the neighbourhood hardly extends,
/// and w are the standard weights. H is the reflector with H V^T 1 = a 1, where a = |V^T 1| / sqrt(s). The form is [W; -1^T] [W; -1^T]^T.
/// </summary>
/// <remarks>
/// Zhang &amp; Wang 2006 ("MLLE: modified locally linear embedding using multiple weights", NIPS 19), equations 2.4 to 3.4. Let P = V V^T
/// and p = P 1. Over the neighbours the form is P + ((1 - a) / a) (p w^T + w p^T) + (1 - a)^2 s w w^T. It is bordered by -(p / a + (1 - a)
/// s w), and by s for the row. So V itself is never needed: P is the identity less the leading k - s coordinates. The count s is the
/// largest whose share of variance stays below eta, at least 1 and at most k - d. Eta is the median over all rows of the share beyond d.
/// Cost a row: k^2 D / 2 + k^3 / 3 + the leading coordinates.
/// </remarks>
internal sealed class ModifiedWeights : IPreparedForm
{
    private const double SmallestAlpha = 1e-10;

    /// <summary>Leading coordinates kept from the first pass beyond d: rows that need more are decomposed again.</summary>
    private const int SpareCoordinates = 4;

    private readonly CenteredFeatures _features;
    private readonly int _fewestLeading;
    private readonly VarianceShares _shares;
    private readonly Neighborhood _neighborhood;
    private readonly TangentCoordinates _tangent;
    private readonly BarycentricWeights _weights;
    private readonly double[] _kept;
    private readonly float[] _row;
    private readonly double[] _w;
    private readonly double[] _p;

    /// <param name="features">The rows.</param>
    /// <param name="neighborCount">k.</param>
    /// <param name="fewestLeading">The fewest directions that V leaves out: d in the paper, 1 to let the variance alone decide.</param>
    /// <param name="regularization">The ridge of the standard weights.</param>
    /// <param name="shares">Shared by all threads: filled by the first pass.</param>
    public ModifiedWeights(CenteredFeatures features, int neighborCount, int fewestLeading, double regularization, VarianceShares shares)
    {
        _features = features;
        _fewestLeading = fewestLeading;
        _shares = shares;
        _neighborhood = new Neighborhood(neighborCount, features.NumberOfColumns);
        _tangent = new TangentCoordinates(neighborCount, features.NumberOfColumns);
        _weights = new BarycentricWeights(neighborCount, features.NumberOfColumns, regularization);
        _kept = new double[PackedForm.Length(neighborCount + 1)];
        _row = features.RowScratch();
        _w = new double[neighborCount];
        _p = new double[neighborCount];
    }

    /// <summary>Leaves the weights, the variances in room for k, and as many leading coordinates as there is room for.</summary>
    public void Prepare(int firstRow, ReadOnlySpan<int> neighbors, Span<double> forms)
    {
        int k = _w.Length;
        int rowCount = neighbors.Length / k;
        for (int r = 0; r < rowCount; r++)
        {
            Load(firstRow + r, neighbors.Slice(r * k, k), r);
            Span<double> weights = PackedForm.Of(forms, r, rowCount)[..k];
            if (_tangent.HoldsGram)
            {
                _weights.Solve(_tangent.Matrix, weights);
            }
            else
            {
                _weights.Solve(_neighborhood, weights);
            }
        }

        _tangent.Decompose(rowCount);
        int kept = _tangent.FindDirections(KeptCount(k, forms.Length / rowCount));
        for (int r = 0; r < rowCount; r++)
        {
            Span<double> form = PackedForm.Of(forms, r, rowCount);
            _shares.Set(firstRow + r, _tangent.Variances(r));
            _tangent.Variances(r).CopyTo(form[k..]);
            int count = _tangent.Compute(r, kept, centered: false);
            for (int j = 0; j < count; j++)
            {
                _tangent.Coordinate(j).CopyTo(form[((2 + j) * k)..]);
            }
        }
    }

    public void Compute(int firstRow, ReadOnlySpan<int> neighbors, Span<double> forms)
    {
        int k = _w.Length;
        int rowCount = neighbors.Length / k;
        for (int r = 0; r < rowCount; r++)
        {
            Fill(firstRow + r, neighbors.Slice(r * k, k), PackedForm.Of(forms, r, rowCount));
        }
    }

    private void Fill(int row, ReadOnlySpan<int> neighbors, Span<double> form)
    {
        int k = neighbors.Length;
        form.CopyTo(_kept);
        _kept.AsSpan(0, k).CopyTo(_w);
        int leading = LeadingCount(_kept.AsSpan(k, Math.Min(k, _features.NumberOfColumns)), k, out int rank);
        bool isKept = leading <= KeptCount(k, form.Length);
        if (!isKept)
        {
            Load(row, neighbors, 0);
            _tangent.Decompose(1);
            _tangent.Compute(0, _tangent.FindDirections(leading), centered: false);
        }

        leading = Math.Min(leading, rank);
        PackedForm.SetIdentity(form, k);
        _p.AsSpan().Fill(1);
        for (int j = 0; j < leading; j++)
        {
            ReadOnlySpan<double> coordinate = isKept ? _kept.AsSpan((2 + j) * k, k) : _tangent.Coordinate(j);
            PackedForm.AddOuterProduct(form, -1, coordinate);
            TensorPrimitives.MultiplyAdd(coordinate, -Sum(coordinate), _p, _p);
        }

        Border(form, k, k - leading);
    }

    private void Load(int row, ReadOnlySpan<int> neighbors, int lane)
    {
        _neighborhood.LoadRelativeTo(_features.Row(row, _row), _features, neighbors);
        _tangent.Load(lane, _neighborhood);
    }

    private int KeptCount(int neighborCount, int formLength) =>
        Math.Min(_shares.NumberOfComponents + SpareCoordinates, (formLength / neighborCount) - 2);

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
    private int LeadingCount(ReadOnlySpan<double> variances, int neighborCount, out int rank)
    {
        rank = 0;
        while (rank < variances.Length && variances[rank] > 0)
        {
            rank++;
        }

        int leading = Math.Min(_fewestLeading, variances.Length);
        while (leading < variances.Length && leading < neighborCount - 1
            && VarianceShares.ShareBeyond(variances, leading) >= _shares.Median)
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
