using LleTransforms.Features;

namespace LleTransforms.LocalGeometry;

/// <summary>
/// Local tangent space alignment: the form I - G G^T, where G's columns are the constant and the neighbours' d tangent coordinates. It is
/// zero on every affine function of the tangent coordinates.
/// </summary>
/// <remarks>
/// Zhang &amp; Zha 2004, equations 4.5 to 4.8; the neighbourhood does not hold the row itself. A neighbourhood of rank r below d gives its
/// r coordinates. Cost a row: min(D, k)^2 max(D, k) + 9 min(D, k)^3 + k^2 d.
/// </remarks>
internal sealed class TangentSpaces(CenteredFeatures features, int neighborCount, int componentCount) : ILocalForm
{
    private readonly CenteredTangents _tangent = new(features, neighborCount, componentCount);
    private readonly double[] _constant = ConstantUnitVector(neighborCount);

    public void Compute(int firstRow, ReadOnlySpan<int> neighbors, Span<double> forms)
    {
        int rowCount = _tangent.Decompose(firstRow, neighbors);
        for (int r = 0; r < rowCount; r++)
        {
            int count = _tangent.Compute(r);
            Span<double> form = PackedForm.Of(forms, r, rowCount);
            PackedForm.SetIdentity(form, neighborCount);
            PackedForm.AddOuterProduct(form, -1, _constant);
            for (int j = 0; j < count; j++)
            {
                PackedForm.AddOuterProduct(form, -1, _tangent.Coordinate(j));
            }
        }
    }

    internal static double[] ConstantUnitVector(int length)
    {
        double[] constant = new double[length];
        Array.Fill(constant, 1 / Math.Sqrt(length));
        return constant;
    }
}
