using System.Numerics.Tensors;
using LleTransforms.Spectral;

namespace LleTransforms.LocalGeometry;

/// <summary>
/// The leading left singular vectors of a neighbourhood's k x D matrix: the neighbours' coordinates along the neighbourhood's own principal
/// directions, each of unit norm over the neighbours.
/// </summary>
/// <remarks>
/// Zhang &amp; Zha 2004 ("Principal manifolds and nonlinear dimensionality reduction via tangent space alignment", SIAM J. Sci. Comput. 26),
/// section 2. Taken from the smaller of the D x D scatter and the k x k Gram matrix; directions whose variance is below 1e-13 of the first are noise
/// of rounding and do not count to the rank. Cost min(D, k)^2 max(D, k) + 4/3 min(D, k)^3 + O(min(D, k)^2) for each coordinate. An instance is one thread's scratch.
/// </remarks>
internal sealed class TangentCoordinates
{
    private const double NegligibleVariance = 1e-13;

    private readonly int _neighborCount;
    private readonly int _columnCount;
    private readonly bool _byScatter;
    private readonly double[] _matrix;
    private readonly SmallSymmetricEigen _eigen;
    private readonly double[] _coordinates;
    private readonly double[] _variances;

    public TangentCoordinates(int neighborCount, int columnCount)
    {
        _neighborCount = neighborCount;
        _columnCount = columnCount;
        _byScatter = columnCount < neighborCount;
        int size = Math.Min(neighborCount, columnCount);
        _matrix = new double[size * size];
        _eigen = new SmallSymmetricEigen(size);
        _variances = new double[size];
        _coordinates = new double[size * neighborCount];
    }

    /// <summary>The squared singular values, descending, min(D, k) of them; those of rounding are exactly 0.</summary>
    public ReadOnlySpan<double> Variances => _variances;

    /// <summary>How many of <see cref="Variances"/> are not 0.</summary>
    public int Rank { get; private set; }

    /// <summary>The j-th left singular vector: k values of unit norm. Valid for j below the count last asked for.</summary>
    public ReadOnlySpan<double> Coordinate(int index) => _coordinates.AsSpan(index * _neighborCount, _neighborCount);

    /// <summary>Finds the squared singular values of the loaded neighbourhood, and with them its rank.</summary>
    public void Decompose(Neighborhood neighborhood)
    {
        if (_byScatter)
        {
            neighborhood.FillScatter(_matrix);
        }
        else
        {
            neighborhood.FillGram(_matrix);
        }

        int size = _variances.Length;
        _eigen.Decompose(_matrix, size);
        double largest = _eigen.Values[size - 1];
        Rank = 0;
        for (int j = 0; j < size; j++)
        {
            double variance = _eigen.Values[size - 1 - j];
            bool counts = variance > NegligibleVariance * largest;
            _variances[j] = counts ? variance : 0;
            Rank += counts ? 1 : 0;
        }
    }

    /// <summary>Computes the first coordinates, at most <see cref="Rank"/> of them, orthonormal to rounding.</summary>
    /// <param name="neighborhood">The neighbourhood last decomposed.</param>
    /// <param name="count">How many are wanted.</param>
    /// <param name="centered">Whether the neighbourhood was centred, so that each coordinate is held orthogonal to the constant too.</param>
    /// <returns>How many there are.</returns>
    public int Compute(Neighborhood neighborhood, int count, bool centered)
    {
        int available = Math.Min(count, Rank);
        _eigen.FindLargestVectors(available);
        for (int j = 0; j < available; j++)
        {
            Span<double> coordinate = _coordinates.AsSpan(j * _neighborCount, _neighborCount);
            ReadOnlySpan<double> vector = _eigen.LargestVector(j);
            if (_byScatter)
            {
                for (int i = 0; i < _neighborCount; i++)
                {
                    coordinate[i] = Neighborhood.Dot(neighborhood.Difference(i), vector);
                }
            }
            else
            {
                vector.CopyTo(coordinate);
            }

            Orthonormalize(coordinate, j, centered);
        }

        return available;
    }

    private void Orthonormalize(Span<double> coordinate, int previousCount, bool centered)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            if (centered)
            {
                TensorPrimitives.Subtract(coordinate, TensorPrimitives.Sum<double>(coordinate) / coordinate.Length, coordinate);
            }

            for (int p = 0; p < previousCount; p++)
            {
                ReadOnlySpan<double> previous = Coordinate(p);
                double overlap = Neighborhood.Dot(previous, coordinate);
                for (int i = 0; i < coordinate.Length; i++)
                {
                    coordinate[i] -= overlap * previous[i];
                }
            }

            TensorPrimitives.Divide(coordinate, Math.Sqrt(Neighborhood.Dot(coordinate, coordinate)), coordinate);
        }
    }
}
