using LleTransforms.Quality;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace LleTransforms;

/// <summary>How far an embedding is from known parameters once the freedom that an embedding has is removed.</summary>
/// <remarks>
/// <para>Cost: n p q + min(p, q)^3 for p reference and q embedding columns, in one thread; memory 8 n (p + q) bytes. Safe for any number of
/// threads.</para>
/// <para>Values near 0 are exact to about 1e-15, the rounding of 1 - s^2.</para>
/// </remarks>
public static class ProcrustesDistance
{
    private const int FewestRows = 2;

    /// <summary>
    /// The Procrustes distance under translation, one uniform scale, and rotation or reflection (Gower 1975; Goodall 1991). Let A and B be
    /// both tables, centred and scaled to unit Frobenius norm. The distance is the least ||A - s B R||_F^2 over scales s and orthogonal R,
    /// which is 1 - (sum of singular values of B^T A)^2.
    /// </summary>
    /// <param name="reference">n rows of p known parameters; n at least 2, all finite, not all rows equal.</param>
    /// <param name="embedding">n rows of q coordinates, row i for row i of <paramref name="reference"/>; all finite, not all rows equal.
    /// Where p and q differ the narrower table counts as having further columns of zeros.</param>
    /// <returns>0 (equal up to a similarity) to 1 (unrelated); symmetric in its arguments; the disparity of
    /// scipy.spatial.procrustes.</returns>
    /// <exception cref="ArgumentException">Row counts differ, there are fewer than 2 rows, a value is not finite, or all rows of one table
    /// are equal.</exception>
    public static double UnderSimilarity(FeatureMatrix reference, FeatureMatrix embedding)
    {
        EmbeddingPair.Check(reference, nameof(reference), embedding, nameof(embedding), FewestRows);
        Matrix<double> target = CenteredUnit(reference, nameof(reference));
        Matrix<double> source = CenteredUnit(embedding, nameof(embedding));
        double agreement = source.TransposeThisAndMultiply(target).Svd(computeVectors: false).S.Sum();
        return Math.Clamp(1 - agreement * agreement, 0, 1);
    }

    /// <summary>
    /// The same under every affine map of the embedding: the least ||A - B L||_F^2 over all q x p matrices L. A is the centred reference of
    /// unit Frobenius norm and B the centred embedding. The distance is 1 - R^2 of the linear regression of the parameters on the
    /// coordinates.
    /// </summary>
    /// <param name="reference">n rows of p known parameters; n at least 2, all finite, not all rows equal.</param>
    /// <param name="embedding">n rows of q coordinates, row i for row i of <paramref name="reference"/>; all finite, not all rows
    /// equal.</param>
    /// <returns>0 (the parameters are an affine function of the coordinates) to 1 (unrelated). Not symmetric; never above
    /// <see cref="UnderSimilarity"/>.</returns>
    /// <remarks>
    /// This is the fair figure for LLE, whose constraint of unit variance fixes the proportions of the axes whatever the manifold's are
    /// (Goldberg &amp; Ritov 2009). Directions of the embedding below 1e-12 of its largest count as absent.
    /// </remarks>
    /// <exception cref="ArgumentException">Row counts differ, there are fewer than 2 rows, a value is not finite, or all rows of one table
    /// are equal.</exception>
    public static double UnderAffineMap(FeatureMatrix reference, FeatureMatrix embedding)
    {
        const double AbsentDirection = 1e-12;
        EmbeddingPair.Check(reference, nameof(reference), embedding, nameof(embedding), FewestRows);
        Matrix<double> target = CenteredUnit(reference, nameof(reference));
        Matrix<double> source = CenteredUnit(embedding, nameof(embedding));

        // Only the span of the coordinates matters, whatever map made them.
        Matrix<double> triangle = source.RowCount > source.ColumnCount ? source.QR(QRMethod.Thin).R : source;
        var directions = triangle.Svd();
        double explained = 0;
        for (int direction = 0; direction < directions.S.Count; direction++)
        {
            double size = directions.S[direction];
            if (size > AbsentDirection * directions.S[0])
            {
                Vector<double> unit = source * directions.VT.Row(direction) / size;
                Vector<double> loadings = target.TransposeThisAndMultiply(unit);
                explained += loadings.DotProduct(loadings);
            }
        }

        return Math.Clamp(1 - explained, 0, 1);
    }

    private static Matrix<double> CenteredUnit(FeatureMatrix rows, string name)
    {
        rows = rows.Widen();
        var centered = Matrix<double>.Build.Dense(rows.NumberOfRows, rows.NumberOfColumns, (row, column) => rows.ShiftedRow(row)[column]);
        Vector<double> means = centered.ColumnSums() / rows.NumberOfRows;
        centered.MapIndexedInplace((_, column, value) => value - means[column], Zeros.Include);
        double norm = centered.FrobeniusNorm();

        // Sums of equal rows are exact in double precision, and so are their means: the norm of equal rows is 0.
        if (!(norm > 0))
        {
            throw new ArgumentException($"All rows of {name} are equal, so it has no shape to compare.", name);
        }

        return centered / norm;
    }
}
