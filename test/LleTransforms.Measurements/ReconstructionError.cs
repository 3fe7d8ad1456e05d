using System.Globalization;
using LleTransforms.Measurements.SideBySide;
using LleTransforms.Report.Figures;
using LleTransforms.Report.Page;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Measurements;

/// <summary>How far images of MNIST that were held out come back from their coordinates, beside principal components of the same
/// number.</summary>
/// <remarks>The figure is the mean squared error of a pixel from 0 to 1. Held-out rows are placed by the model first, as a user places
/// them.</remarks>
internal sealed class ReconstructionError(BenchmarkData data, int trainingRows, int heldOutRows)
{
    private readonly FeatureMatrix _training = Table(data, "mnist-train", trainingRows);
    private readonly FeatureMatrix _heldOut = Table(data, "mnist-test", heldOutRows);

    public void Run()
    {
        Console.WriteLine("| d | method | k | barycentric | local affine | pseudo-inverse | PCA | outside |");
        Console.WriteLine("| --: | --- | --: | --: | --: | --: | --: | --: |");
        foreach (int components in (int[])[10, 30])
        {
            double principal = PrincipalError(components);
            foreach (LleMethod method in Enum.GetValues<LleMethod>())
            {
                PrintRow(components, method, principal);
            }
        }
    }

    /// <summary>Writes a picture of images over two coordinates, which nobody has drawn.</summary>
    public void Draw(string file)
    {
        LleModel model = LocallyLinearEmbedding.Fit(
            _training, new LleOptions { Method = LleMethod.Modified, NumberOfComponents = 2, NumberOfNeighbors = 20 });
        GrayImage picture = ReconstructedGrid.Draw(model, _training, model.Transform(_training), 28, 28, CancellationToken.None);
        File.WriteAllBytes(file, picture.ToPng());
    }

    /// <summary>The least error that a plane of so many dimensions through the training rows leaves on the rows held out.</summary>
    private double PrincipalError(int components)
    {
        Matrix<double> training = Dense(_training), heldOut = Dense(_heldOut);
        Vector<double> mean = training.ColumnSums() / training.RowCount;
        Center(training);
        Center(heldOut);
        Matrix<double> vectors = training.TransposeThisAndMultiply(training).Evd(Symmetricity.Symmetric).EigenVectors;
        Matrix<double> axes = vectors.SubMatrix(0, vectors.RowCount, vectors.ColumnCount - components, components);
        Matrix<double> error = heldOut - (heldOut * axes * axes.Transpose());
        return error.PointwiseMultiply(error).RowSums().Sum() / error.RowCount / error.ColumnCount;

        void Center(Matrix<double> rows) => rows.MapIndexedInplace((_, column, value) => value - mean[column]);
    }

    private static Matrix<double> Dense(FeatureMatrix rows) =>
        Matrix<double>.Build.Dense(rows.NumberOfRows, rows.NumberOfColumns, (row, column) => rows.Value(row, column));

    private void PrintRow(int components, LleMethod method, double principal)
    {
        bool isTangential = method is LleMethod.LocalTangentSpaceAlignment or LleMethod.LinearLocalTangentSpaceAlignment;
        int fewest = method.SmallestNumberOfNeighbors(components) + 2;
        int neighbors = Math.Max(Math.Max(12, isTangential ? 2 * components : 0), fewest);
        if (method == LleMethod.Hessian && neighbors > 100)
        {
            return;
        }

        LleModel model = LocallyLinearEmbedding.Fit(
            _training, new LleOptions { Method = method, NumberOfComponents = components, NumberOfNeighbors = neighbors });
        FeatureMatrix placed = model.Transform(_heldOut);
        string figures;
        if (method.IsLinear())
        {
            figures = $" | | {Error(model.Reconstruct(placed)):F4}";
        }
        else
        {
            double barycentric = Error(model.Reconstruct(
                placed, new LleReconstructionOptions { Rule = LleReconstructionRule.Barycentric }));
            double affine = Error(model.Reconstruct(placed, new LleReconstructionOptions { Rule = LleReconstructionRule.LocalAffine }));
            figures = string.Create(CultureInfo.InvariantCulture, $"{barycentric:F4} | {affine:F4} | ");
        }

        double outside = model.Reconstruct(placed).Points.Count(point => point.IsOutside) / (double)placed.NumberOfRows;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {components} | {method} | {neighbors} | {figures} | {principal:F4} | {outside:P0} |"));
    }

    private double Error(LleReconstruction back)
    {
        double sum = 0;
        for (int row = 0; row < _heldOut.NumberOfRows; row++)
        {
            for (int column = 0; column < _heldOut.NumberOfColumns; column++)
            {
                double difference = back.Features.Value(row, column) - _heldOut.Value(row, column);
                sum += difference * difference;
            }
        }

        return sum / _heldOut.NumberOfRows / _heldOut.NumberOfColumns;
    }

    private static FeatureMatrix Table(BenchmarkData data, string name, int rowCount)
    {
        data.Ensure(name, rowCount);
        return data.Read(name, rowCount);
    }
}
