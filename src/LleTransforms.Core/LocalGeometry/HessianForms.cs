using LleTransforms.Features;

namespace LleTransforms.LocalGeometry;

/// <summary>
/// Hessian LLE: the form H^T H, where H's rows are the d (d + 1) / 2 products of two tangent coordinates, made orthogonal to the constant, to the
/// coordinates and to each other. It measures how much a function bends over the neighbourhood.
/// </summary>
/// <remarks>
/// Donoho &amp; Grimes 2003 ("Hessian eigenmaps", PNAS 100), section 4, steps 2 to 4. Only the quadratic columns enter; the whole orthogonal
/// complement would be tangent space alignment. Products that depend on the others, as in neighbourhoods of low rank, are left out.
/// Needs k > d (d + 3) / 2. Cost a row: that of the tangent coordinates + k d^4 / 4 + k^2 d^2 / 2.
/// </remarks>
internal sealed class HessianForms(CenteredFeatures features, int neighborCount, int componentCount) : ILocalForm
{
    private const double DependentBelow = 1e-8;

    private readonly float[] _row = features.RowScratch();
    private readonly Neighborhood _neighborhood = new(neighborCount, features.ColumnCount);
    private readonly TangentCoordinates _tangent = new(neighborCount, features.ColumnCount);
    private readonly double[] _constant = TangentSpaces.ConstantUnitVector(neighborCount);
    private readonly double[] _products = new double[componentCount * (componentCount + 1) / 2 * neighborCount];

    public void Compute(int row, ReadOnlySpan<int> neighbors, Span<double> form)
    {
        _neighborhood.LoadRelativeTo(features.Row(row, _row), features, neighbors);
        _neighborhood.Center();
        _tangent.Decompose(_neighborhood);
        int count = _tangent.Compute(_neighborhood, componentCount, centered: true);
        form.Clear();
        int kept = 0;
        for (int a = 0; a < count; a++)
        {
            for (int b = a; b < count; b++)
            {
                Span<double> product = _products.AsSpan(kept * neighborCount, neighborCount);
                Multiply(_tangent.Coordinate(a), _tangent.Coordinate(b), product);
                if (TryOrthonormalize(product, count, kept))
                {
                    PackedForm.AddOuterProduct(form, 1, product);
                    kept++;
                }
            }
        }
    }

    private static void Multiply(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> product)
    {
        for (int i = 0; i < product.Length; i++)
        {
            product[i] = left[i] * right[i];
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

        for (int i = 0; i < product.Length; i++)
        {
            product[i] /= norm;
        }

        return true;
    }

    private static void Remove(ReadOnlySpan<double> direction, Span<double> vector)
    {
        double overlap = Neighborhood.Dot(direction, vector);
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] -= overlap * direction[i];
        }
    }
}
