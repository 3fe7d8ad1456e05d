using LleTransforms.Features;

namespace LleTransforms.LocalGeometry;

/// <summary>Tangent coordinates of rows that follow each other, each over its own neighbourhood about the neighbours' mean.</summary>
/// <remarks>The first step of Hessian LLE and of tangent space alignment alike. An instance is one thread's scratch. Cost that of
/// <see cref="TangentCoordinates"/>.</remarks>
internal sealed class CenteredTangents(CenteredFeatures features, int neighborCount, int componentCount)
{
    private readonly float[] _row = features.RowScratch();
    private readonly Neighborhood _neighborhood = new(neighborCount, features.NumberOfColumns);
    private readonly TangentCoordinates _tangent = new(neighborCount, features.NumberOfColumns);

    /// <summary>Loads and decomposes the rows' neighbourhoods.</summary>
    /// <param name="firstRow">The first of the rows.</param>
    /// <param name="neighbors">k neighbours a row, for at most <see cref="TangentCoordinates.LargestGroup"/> rows.</param>
    /// <returns>How many rows there are.</returns>
    public int Decompose(int firstRow, ReadOnlySpan<int> neighbors)
    {
        int rowCount = neighbors.Length / neighborCount;
        for (int r = 0; r < rowCount; r++)
        {
            _neighborhood.LoadRelativeTo(features.Row(firstRow + r, _row), features, neighbors.Slice(r * neighborCount, neighborCount));
            _neighborhood.Center();
            _tangent.Load(r, _neighborhood);
        }

        _tangent.Decompose(rowCount);
        _tangent.FindDirections(componentCount);
        return rowCount;
    }

    /// <summary>Computes the coordinates of one of the rows, d or as many as its rank, orthonormal and orthogonal to the
    /// constant.</summary>
    /// <returns>How many there are.</returns>
    public int Compute(int index) => _tangent.Compute(index, componentCount, centered: true);

    /// <summary>The j-th of the coordinates last computed.</summary>
    public ReadOnlySpan<double> Coordinate(int index) => _tangent.Coordinate(index);
}
