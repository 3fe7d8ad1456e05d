using System.Numerics.Tensors;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LocalGeometry;

/// <summary>
/// The leading left singular vectors of a neighbourhood's k x D matrix. They are the neighbours' coordinates along the neighbourhood's own
/// principal directions, each of unit norm over the neighbours.
/// </summary>
/// <remarks>
/// Zhang &amp; Zha 2004 ("Principal manifolds and nonlinear dimensionality reduction via tangent space alignment", SIAM J. Sci. Comput.
/// 26), section 2. They are taken from the smaller of the D x D scatter and the k x k Gram matrix. Directions whose variance is below 1e-13
/// of the first are noise of rounding and do not count to the rank. On flat sheets of many rows the rounding of single precision is above
/// that, and counts. Neighbourhoods are decomposed in groups, one in each lane of <see cref="BatchedSymmetricEigen"/>. Cost
/// min(D, k)^2 max(D, k) + 4/3 min(D, k)^3 + O(min(D, k)^2) for each coordinate. An instance is one thread's scratch.
/// </remarks>
internal sealed class TangentCoordinates
{
    /// <summary>Neighbourhoods that are decomposed at once, at most.</summary>
    public const int LargestGroup = BatchedSymmetricEigen.LaneCount;

    /// <summary>The part of the first direction's variance below which another does not count.</summary>
    public const double NegligibleVariance = 1e-13;

    private readonly int _neighborCount;
    private readonly int _size;
    private readonly double[] _matrix;
    private readonly BatchedSymmetricEigen _eigen;
    private readonly double[] _variances;
    private readonly int[] _ranks = new int[LargestGroup];
    private readonly double[] _differences;
    private readonly double[] _direction;
    private readonly double[] _coordinates;

    public TangentCoordinates(int neighborCount, int columnCount)
    {
        _neighborCount = neighborCount;
        _size = Math.Min(neighborCount, columnCount);
        HoldsGram = columnCount >= neighborCount;
        _matrix = new double[_size * _size];
        _eigen = new BatchedSymmetricEigen(_size);
        _variances = new double[LargestGroup * _size];
        _differences = HoldsGram ? [] : new double[LargestGroup * neighborCount * columnCount];
        _direction = new double[_size];
        _coordinates = new double[_size * neighborCount];
    }

    /// <summary>Whether <see cref="Matrix"/> is the k x k Gram matrix, not the D x D scatter.</summary>
    public bool HoldsGram { get; }

    /// <summary>The matrix of the neighbourhood last loaded, both triangles, row-major; it may be overwritten.</summary>
    public Span<double> Matrix => _matrix;

    /// <summary>The squared singular values of a neighbourhood, descending, min(D, k) of them; those of rounding are exactly 0.</summary>
    public ReadOnlySpan<double> Variances(int lane) => _variances.AsSpan(lane * _size, _size);

    /// <summary>How many of <see cref="Variances"/> are not 0.</summary>
    public int Rank(int lane) => _ranks[lane];

    /// <summary>The j-th left singular vector: k values of unit norm. Valid for j below the count last asked for.</summary>
    public ReadOnlySpan<double> Coordinate(int index) => _coordinates.AsSpan(index * _neighborCount, _neighborCount);

    /// <summary>Puts a neighbourhood into the group.</summary>
    /// <param name="lane">Its place, from 0.</param>
    /// <param name="neighborhood">The neighbourhood, which is needed no more afterwards.</param>
    public void Load(int lane, Neighborhood neighborhood)
    {
        if (HoldsGram)
        {
            neighborhood.FillGram(_matrix);
        }
        else
        {
            neighborhood.FillScatter(_matrix);
            for (int i = 0; i < _neighborCount; i++)
            {
                neighborhood.Difference(i).CopyTo(Difference(lane, i));
            }
        }

        _eigen.Load(lane, _matrix);
    }

    /// <summary>Finds the squared singular values of the neighbourhoods loaded, and with them their ranks.</summary>
    /// <param name="laneCount">How many are loaded.</param>
    public void Decompose(int laneCount)
    {
        _eigen.Decompose(laneCount);
        for (int lane = 0; lane < laneCount; lane++)
        {
            ReadOnlySpan<double> values = _eigen.Values(lane);
            double largest = values[^1];
            _ranks[lane] = 0;
            for (int j = 0; j < _size; j++)
            {
                double variance = values[_size - 1 - j];
                bool counts = variance > NegligibleVariance * largest;
                _variances[(lane * _size) + j] = counts ? variance : 0;
                _ranks[lane] += counts ? 1 : 0;
            }
        }
    }

    /// <summary>Finds the leading directions of all neighbourhoods decomposed, of which <see cref="Compute"/> makes coordinates.</summary>
    /// <param name="count">How many of each.</param>
    /// <returns>How many were found: no more than a matrix has.</returns>
    public int FindDirections(int count)
    {
        int found = Math.Min(count, _size);
        _eigen.FindLargestVectors(found);
        return found;
    }

    /// <summary>Computes the first coordinates of one neighbourhood, at most <see cref="Rank"/> of them, orthonormal to rounding.</summary>
    /// <param name="lane">The neighbourhood.</param>
    /// <param name="count">How many are wanted, of the directions found.</param>
    /// <param name="centered">Whether the neighbourhood was centred, so that each coordinate is held orthogonal to the constant
    /// too.</param>
    /// <returns>How many there are.</returns>
    public int Compute(int lane, int count, bool centered)
    {
        int available = Math.Min(count, _ranks[lane]);
        for (int j = 0; j < available; j++)
        {
            Span<double> coordinate = _coordinates.AsSpan(j * _neighborCount, _neighborCount);
            if (HoldsGram)
            {
                _eigen.CopyLargestVector(lane, j, coordinate);
            }
            else
            {
                _eigen.CopyLargestVector(lane, j, _direction);
                for (int i = 0; i < _neighborCount; i++)
                {
                    coordinate[i] = Neighborhood.Dot(Difference(lane, i), _direction);
                }
            }

            Orthonormalize(coordinate, j, centered);
        }

        return available;
    }

    private Span<double> Difference(int lane, int neighbor) => _differences.AsSpan(((lane * _neighborCount) + neighbor) * _size, _size);

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
                TensorPrimitives.MultiplyAdd(previous, -Neighborhood.Dot(previous, coordinate), coordinate, coordinate);
            }

            TensorPrimitives.Divide(coordinate, Math.Sqrt(Neighborhood.Dot(coordinate, coordinate)), coordinate);
        }
    }
}
