using System.Numerics.Tensors;
using LleTransforms.Features;

namespace LleTransforms.LocalGeometry;

/// <summary>
/// Hessian LLE: the form H^T H. The rows of H are the d (d + 1) / 2 products of two tangent coordinates. They are made orthogonal to the
/// constant, to the coordinates and to each other. It measures how much a function bends over the neighbourhood.
/// </summary>
/// <remarks>
/// Donoho &amp; Grimes 2003 ("Hessian eigenmaps", PNAS 100), section 4, steps 2 to 4. Only the quadratic columns enter; the whole
/// orthogonal complement would be tangent space alignment. Products that depend on the others, as in neighbourhoods of low rank, are left
/// out. Needs k > d (d + 3) / 2. Cost a row: that of the tangent coordinates + k d^4 / 4 + k^2 d^2 / 2.
/// </remarks>
internal sealed class HessianForms(CenteredFeatures features, int neighborCount, int componentCount) : ILocalForm
{
    private const double DependentBelow = 1e-8;

    private readonly CenteredTangents _tangent = new(features, neighborCount, componentCount);
    private readonly double[] _constant = TangentSpaces.ConstantUnitVector(neighborCount);
    private readonly double[] _products = new double[componentCount * (componentCount + 1) / 2 * neighborCount];

    public void Compute(int firstRow, ReadOnlySpan<int> neighbors, Span<double> forms)
    {
        int rowCount = _tangent.Decompose(firstRow, neighbors);
        for (int r = 0; r < rowCount; r++)
        {
            Fill(PackedForm.Of(forms, r, rowCount), _tangent.Compute(r));
        }
    }

    private void Fill(Span<double> form, int coordinateCount)
    {
        form.Clear();
        int kept = 0;
        for (int a = 0; a < coordinateCount; a++)
        {
            for (int b = a; b < coordinateCount; b++)
            {
                Span<double> product = _products.AsSpan(kept * neighborCount, neighborCount);
                TensorPrimitives.Multiply(_tangent.Coordinate(a), _tangent.Coordinate(b), product);
                if (TryOrthonormalize(product, coordinateCount, kept))
                {
                    PackedForm.AddOuterProduct(form, 1, product);
                    kept++;
                }
            }
        }
    }

    private bool TryOrthonormalize(Span<double> product, int coordinateCount, int kept)
    {
        double before = Math.Sqrt(Neighborhood.Dot(product, product));
        for (int pass = 0; pass < 2; pass++)
        {
            Remove(_constant, product);
            for (int c = 0; c < coordinateCount; c++)
            {
                Remove(_tangent.Coordinate(c), product);
            }

            for (int p = 0; p < kept; p++)
            {
                Remove(_products.AsSpan(p * neighborCount, neighborCount), product);
            }
        }

        double norm = Math.Sqrt(Neighborhood.Dot(product, product));
        if (!(norm > DependentBelow * before))
        {
            return false;
        }

        TensorPrimitives.Divide(product, norm, product);
        return true;
    }

    private static void Remove(ReadOnlySpan<double> direction, Span<double> vector) =>
        TensorPrimitives.MultiplyAdd(direction, -Neighborhood.Dot(direction, vector), vector, vector);
}
