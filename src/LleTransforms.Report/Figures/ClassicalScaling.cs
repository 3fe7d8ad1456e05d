namespace LleTransforms.Report.Figures;

/// <summary>Classical multidimensional scaling of a table of distances: what principal components are to features.</summary>
/// <remarks>
/// Torgerson 1952, "Multidimensional scaling: I. Theory and method", Psychometrika 17. With B = -J D^2 J / 2, J the centring, coordinates
/// are the leading eigenvectors of B times the root of their eigenvalue. The principal components of B's rows are those times the
/// eigenvalue, so each is divided by the root of its length. Distances that are not Euclidean have negative eigenvalues, too; one of
/// them leads only where distances contradict each other much. Cost that of <see cref="PrincipalComponents"/> for n columns; 4 n^2 bytes.
/// </remarks>
internal static class ClassicalScaling
{
    /// <summary>n rows of the <paramref name="count"/> leading coordinates.</summary>
    public static FeatureMatrix Project(FeatureMatrix distances, int count, CancellationToken cancellationToken)
    {
        FeatureMatrix scores = PrincipalComponents.Project(Centered(distances), count, cancellationToken);
        double[] squares = new double[scores.NumberOfColumns];
        float[] values = new float[scores.NumberOfRows * scores.NumberOfColumns];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)scores.Value(i / squares.Length, i % squares.Length);
            squares[i % squares.Length] += (double)values[i] * values[i];
        }

        for (int i = 0; i < values.Length; i++)
        {
            double length = Math.Sqrt(squares[i % squares.Length]);
            values[i] = length > 0 ? (float)(values[i] / Math.Sqrt(length)) : 0;
        }

        return FeatureMatrix.FromRowMajor(values, scores.NumberOfRows, squares.Length);
    }

    /// <summary>B: the squared distances less the means of rows and columns, times -1/2.</summary>
    private static FeatureMatrix Centered(FeatureMatrix distances)
    {
        int n = distances.NumberOfRows;
        double largest = 0;
        double[] means = new double[n];
        double[] row = new double[n];
        for (int i = 0; i < n; i++)
        {
            distances.CopyRow(i, row);
            largest = Math.Max(largest, row.Max());
        }

        // In units of the largest distance squares are in range.
        for (int i = 0; i < n; i++)
        {
            distances.CopyRow(i, row);
            means[i] = row.Average(distance => Math.Pow(distance / largest, 2));
        }

        double mean = means.Average();
        var centered = new FeatureMatrixBuilder(n, n);
        float[] products = new float[n];
        for (int i = 0; i < n; i++)
        {
            distances.CopyRow(i, row);
            for (int j = 0; j < n; j++)
            {
                products[j] = (float)((means[i] + means[j] - mean - Math.Pow(row[j] / largest, 2)) / 2);
            }

            centered.Append((ReadOnlySpan<float>)products);
        }

        return centered.Build();
    }
}
