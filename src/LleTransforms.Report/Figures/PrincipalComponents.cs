using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Report.Figures;

/// <summary>The principal components of a table, for an embedding to be compared with.</summary>
/// <remarks>
/// Orthogonal iteration on the scatter matrix with Rayleigh-Ritz in every step (Golub &amp; Van Loan, "Matrix Computations", section
/// 8.2.4). The matrix is applied as X^T (X V) and never formed. Cost 4 n D m a step for m vectors, some more than wanted. Single precision
/// is enough, as figures are ranks. Blocks of rows are fixed and summed in their order: the same bits for any number of threads.
/// </remarks>
internal static class PrincipalComponents
{
    private const int SpareVectors = 12;
    private const int MostSteps = 60;
    private const double Tolerance = 1e-5;
    private const int RowsInBlock = 1024;

    /// <summary>n rows of the <paramref name="count"/> leading components, or as many as there are columns.</summary>
    public static FeatureMatrix Project(FeatureMatrix features, int count, CancellationToken cancellationToken)
    {
        int columnCount = features.NumberOfColumns;
        int wanted = Math.Min(count, columnCount);
        int width = Math.Min(wanted + SpareVectors, columnCount);
        float[] mean = Mean(features);
        Matrix<double> vectors = Orthonormal(Start(columnCount, width));
        double[] before = new double[wanted];
        for (int step = 0; step < MostSteps; step++)
        {
            Matrix<double> image = ApplyScatter(features, mean, vectors, cancellationToken);
            Matrix<double> projected = vectors.TransposeThisAndMultiply(image);
            var eigen = ((projected + projected.Transpose()) / 2).Evd(Symmetricity.Symmetric);
            Matrix<double> descending = Matrix<double>.Build.Dense(width, width, (i, j) => eigen.EigenVectors[i, width - 1 - j]);
            double[] values = [.. Enumerable.Range(0, wanted).Select(c => eigen.EigenValues[width - 1 - c].Real)];
            bool isSettled = values.Zip(before).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance * values[0]);
            before = values;
            if (isSettled || width == columnCount)
            {
                return Coordinates(features, mean, vectors * descending, wanted);
            }

            vectors = Orthonormal(image * descending);
        }

        return Coordinates(features, mean, vectors, wanted);
    }

    private static Matrix<double> Start(int rowCount, int columnCount)
    {
        var random = new Random(0);
        return Matrix<double>.Build.Dense(rowCount, columnCount, (_, _) => (2 * random.NextDouble()) - 1);
    }

    private static Matrix<double> Orthonormal(Matrix<double> vectors) =>
        vectors.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;

    private static float[] Mean(FeatureMatrix features)
    {
        double[] sums = new double[features.NumberOfColumns];
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            ReadOnlySpan<float> values = features.ShiftedRow(row);
            for (int c = 0; c < sums.Length; c++)
            {
                sums[c] += values[c];
            }
        }

        return Array.ConvertAll(sums, sum => (float)(sum / features.NumberOfRows));
    }

    /// <summary>X^T X V for centred X.</summary>
    private static Matrix<double> ApplyScatter(FeatureMatrix features, float[] mean, Matrix<double> vectors,
        CancellationToken cancellationToken)
    {
        float[][] columns = Columns(vectors);
        int blockCount = (features.NumberOfRows + RowsInBlock - 1) / RowsInBlock;
        int groupSize = Math.Max(1, Environment.ProcessorCount);
        var sum = Matrix<double>.Build.Dense(vectors.RowCount, vectors.ColumnCount);
        for (int first = 0; first < blockCount; first += groupSize)
        {
            int group = Math.Min(groupSize, blockCount - first);
            float[][][] parts = new float[group][][];
            Parallel.For(0, group, new ParallelOptions { CancellationToken = cancellationToken }, i =>
                parts[i] = OfBlock(features, mean, columns, first + i));
            foreach (float[][] part in parts)
            {
                for (int j = 0; j < part.Length; j++)
                {
                    for (int c = 0; c < vectors.RowCount; c++)
                    {
                        sum[c, j] += part[j][c];
                    }
                }
            }
        }

        return sum;
    }

    private static float[][] OfBlock(FeatureMatrix features, float[] mean, float[][] columns, int block)
    {
        float[][] sums = Array.ConvertAll(columns, _ => new float[mean.Length]);
        float[] row = new float[mean.Length];
        int end = Math.Min(features.NumberOfRows, (block + 1) * RowsInBlock);
        for (int i = block * RowsInBlock; i < end; i++)
        {
            TensorPrimitives.Subtract(features.ShiftedRow(i), mean, row);
            for (int j = 0; j < columns.Length; j++)
            {
                float along = TensorPrimitives.Dot<float>(row, columns[j]);
                TensorPrimitives.MultiplyAdd(row, along, sums[j], sums[j]);
            }
        }

        return sums;
    }

    private static float[][] Columns(Matrix<double> vectors) =>
        [.. vectors.EnumerateColumns().Select(column => Array.ConvertAll(column.ToArray(), value => (float)value))];

    private static FeatureMatrix Coordinates(FeatureMatrix features, float[] mean, Matrix<double> vectors, int count)
    {
        float[][] columns = Columns(vectors);
        var builder = new FeatureMatrixBuilder(count, features.NumberOfRows);
        float[] row = new float[mean.Length];
        float[] coordinates = new float[count];
        for (int i = 0; i < features.NumberOfRows; i++)
        {
            TensorPrimitives.Subtract(features.ShiftedRow(i), mean, row);
            for (int j = 0; j < count; j++)
            {
                coordinates[j] = TensorPrimitives.Dot<float>(row, columns[j]);
            }

            builder.Append((ReadOnlySpan<float>)coordinates);
        }

        return builder.Build();
    }
}
