using LleTransforms.Core.Tests.TestData;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Measurements;

/// <summary>
/// How well each rule places rows that were not fitted. The training rows' coordinates are mapped to the known parameters by least squares
/// with an intercept, and the placed rows by the same map: what is left is the placement's error, as a share of the parameters' standard
/// deviation.
/// </summary>
internal static class PlacementRules
{
    private const int FittedRows = 2000;
    private const int UnseenRows = 1000;
    private static readonly double[] Regularizations = [1e-2, 1e-3, 1e-5, 1e-8];

    public static void Run()
    {
        Console.WriteLine("Root mean square error of placed rows in the parameters, as a share of their standard deviation.");
        Console.WriteLine(
            $"{FittedRows} rows fitted; within: {UnseenRows} more of the same; beyond: rows past a rim that was cut off before fitting.");
        foreach ((string name, ManifoldSample sample, int d, int k) in new (string, ManifoldSample, int, int)[]
        {
            ("swiss roll", Manifolds.SwissRoll(4000, 1), 2, 12), ("s-curve", Manifolds.SCurve(4000, 1), 2, 12),
            ("severed sphere", Manifolds.SeveredSphere(4000, 1), 2, 12), ("smooth 4-D map", Manifolds.SmoothMap(4000, 1), 4, 20),
        })
        {
            (ManifoldSample inner, ManifoldSample rim) = CutRim(sample);
            ManifoldSample fitted = inner.Slice(0, FittedRows);
            ManifoldSample within = inner.Slice(FittedRows, Math.Min(UnseenRows, inner.Rows.GetLength(0) - FittedRows));
            Console.WriteLine();
            Console.WriteLine($"{name}, k = {k}, d = {d}");
            Console.Write($"  {"method",-28}{"rule",-12}");
            foreach (double regularization in Regularizations)
            {
                Console.Write($"   ridge {regularization:0e0}: within  beyond");
            }

            Console.WriteLine();
            foreach (LleMethod method in Enum.GetValues<LleMethod>().Where(method => !method.IsLinear()))
            {
                foreach (LlePlacement rule in (LlePlacement[])[LlePlacement.Barycentric, LlePlacement.LocalAffine])
                {
                    Console.Write($"  {method,-28}{rule,-12}");
                    foreach (double regularization in Regularizations)
                    {
                        LleModel model = LocallyLinearEmbedding.Fit(fitted.Features, new LleOptions
                        {
                            Method = method, NumberOfNeighbors = k, NumberOfComponents = d, Placement = rule,
                                Regularization = regularization,
                        });
                        Matrix<double> toParameters = Affine(ToMatrix(model.Transform(fitted.Features)))
                            .Solve(Matrix<double>.Build.DenseOfArray(fitted.Parameters));
                        Console.Write(
                            $"                {Error(model, toParameters, fitted, within),7:0.0000} " +
                            $"{Error(model, toParameters, fitted, rim),7:0.0000}");
                    }

                    Console.WriteLine();
                }
            }
        }
    }

    /// <summary>Divides a sample at the 95th percentile of its first parameter: the rows below, and those above.</summary>
    private static (ManifoldSample Inner, ManifoldSample Rim) CutRim(ManifoldSample sample)
    {
        int n = sample.Rows.GetLength(0);
        double cut = Enumerable.Range(0, n).Select(row => sample.Parameters[row, 0]).Order().ElementAt((int)(0.95 * n));
        return (Where(sample, row => sample.Parameters[row, 0] < cut), Where(sample, row => sample.Parameters[row, 0] >= cut));
    }

    private static ManifoldSample Where(ManifoldSample sample, Func<int, bool> holds)
    {
        int[] rows = [.. Enumerable.Range(0, sample.Rows.GetLength(0)).Where(holds)];
        return new ManifoldSample(Take(sample.Rows, rows), Take(sample.Parameters, rows));
    }

    private static double[,] Take(double[,] table, int[] rows)
    {
        var taken = new double[rows.Length, table.GetLength(1)];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int column = 0; column < taken.GetLength(1); column++)
            {
                taken[i, column] = table[rows[i], column];
            }
        }

        return taken;
    }

    private static double Error(LleModel model, Matrix<double> toParameters, ManifoldSample fitted, ManifoldSample unseen)
    {
        var scale = Matrix<double>.Build.DenseOfArray(fitted.Parameters);
        var truth = Matrix<double>.Build.DenseOfArray(unseen.Parameters);
        Matrix<double> residual = (Affine(ToMatrix(model.Transform(unseen.Features))) * toParameters) - truth;
        double meanSquare = 0;
        for (int column = 0; column < truth.ColumnCount; column++)
        {
            meanSquare += residual.Column(column).PointwisePower(2)
                .Sum() / truth.RowCount / Variance(scale.Column(column)) / truth.ColumnCount;
        }

        return Math.Sqrt(meanSquare);
    }

    private static double Variance(Vector<double> values) =>
        (values - (values.Sum() / values.Count)).PointwisePower(2).Sum() / values.Count;

    private static Matrix<double> Affine(Matrix<double> coordinates) =>
        coordinates.InsertColumn(0, Vector<double>.Build.Dense(coordinates.RowCount, 1));

    private static Matrix<double> ToMatrix(FeatureMatrix table) =>
        Matrix<double>.Build.Dense(table.NumberOfRows, table.NumberOfColumns, (row, column) => table.Row(row)[column]);
}
