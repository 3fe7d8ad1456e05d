using System.Numerics.Tensors;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Placement;

namespace LleTransforms.Reconstruction;

/// <summary>The way back of a linear method, y = P^T x + b. Of all rows that it maps to the point, x = P (P^T P)^-1 (y - b) is nearest to
/// the mean.</summary>
/// <remarks>The pseudo-inverse of P^T (Golub and Van Loan, "Matrix Computations", section 5.5), made once. Cost D d^2 once, and D d a
/// point.</remarks>
internal sealed class ProjectionReconstruction : IReconstruction
{
    private readonly LinearProjection _projection;
    private readonly FeatureScaling _scaling;
    private readonly double[] _inverse;

    public ProjectionReconstruction(LinearProjection projection, FeatureScaling scaling)
    {
        (_projection, _scaling) = (projection, scaling);
        (int d, int columnCount) = (projection.NumberOfComponents, scaling.NumberOfColumns);
        double[] gram = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                gram[(i * d) + j] = TensorPrimitives.Dot(Axis(i), Axis(j));
            }
        }

        if (!SmallCholesky.TryFactor(gram, d))
        {
            throw new ArithmeticException("The projection's directions are not independent to working precision; it has no way back.");
        }

        // Column by column: what each feature is of the coordinates.
        _inverse = new double[d * columnCount];
        for (int column = 0; column < columnCount; column++)
        {
            Span<double> solved = _inverse.AsSpan(column * d, d);
            for (int c = 0; c < d; c++)
            {
                solved[c] = projection.Axes[(c * columnCount) + column];
            }

            SmallCholesky.Solve(gram, d, solved);
        }

        ReadOnlySpan<double> Axis(int c) => projection.Axes.AsSpan(c * columnCount, columnCount);
    }

    public LleReconstructedPoint Reconstruct(ReadOnlySpan<float> coordinates, Span<double> features)
    {
        int d = coordinates.Length;
        double unit = Math.ScaleB(1, _scaling.ScaleExponent);
        for (int column = 0; column < features.Length; column++)
        {
            double sum = 0;
            for (int c = 0; c < d; c++)
            {
                sum += _inverse[(column * d) + c] * (coordinates[c] - _projection.Intercept[c]);
            }

            features[column] = _scaling.Center[column] + (unit * sum);
        }

        return new LleReconstructedPoint(-1, double.NaN, IsOutside: false);
    }
}
