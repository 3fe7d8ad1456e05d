using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>Reflections against products with I - 2 w w^T, written out.</summary>
[TestClass]
public sealed class ReflectionTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(20)]
    public void The_constant_goes_to_the_first_axis(int size)
    {
        double[] w = Reflection.OfConstant(size);
        Vector<double> constant = Vector<double>.Build.Dense(size, 1 / Math.Sqrt(size));
        Vector<double> image = WrittenOut(w) * constant;

        Assert.AreEqual(1, w.Sum(value => value * value), 1e-14);
        Assert.AreEqual(-1, image[0], 1e-14);
        Assert.AreEqual(0, image.Skip(1).Sum(Math.Abs), 1e-14 * size);
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(5, 4)]
    [DataRow(9, 21)]
    public void Rows_are_reflected(int rows, int columns)
    {
        double[] w = Unit(columns);
        DenseMatrix matrix = Matrices.Of(Matrix<double>.Build.Random(rows, columns, 3));
        Matrix<double> expected = matrix.ToMatrix() * WrittenOut(w);
        Reflection.OfRows(matrix, w, new RunContext());

        Assert.IsInRange(0, 1e-13, (expected - matrix.ToMatrix()).FrobeniusNorm());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    [DataRow(21)]
    public void Columns_are_reflected(int size)
    {
        double[] w = Unit(size);
        Matrix<double> given = Matrix<double>.Build.Random(size, size, 4);
        DenseMatrix matrix = Matrices.Of(given);
        Reflection.OfColumns(matrix, w, new RunContext());

        Assert.IsInRange(0, 1e-13, ((WrittenOut(w) * given) - matrix.ToMatrix()).FrobeniusNorm());
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void What_stands_behind_the_first_column_moves_to_the_front(int firstRow)
    {
        Matrix<double> given = Matrix<double>.Build.Random(5, 4, 5);
        DenseMatrix matrix = Matrices.Of(given);
        DenseMatrix rest = Reflection.WithoutFirstColumn(matrix, firstRow);

        Assert.AreSame(matrix.Values, rest.Values);
        Assert.AreEqual(given.SubMatrix(firstRow, 5 - firstRow, 1, 3), rest.ToMatrix());
    }

    [TestMethod]
    public void A_cancelled_fit_stops()
    {
        var cancelled = new RunContext(cancellationToken: new CancellationToken(canceled: true));
        Assert.ThrowsExactly<OperationCanceledException>(() => Reflection.OfRows(DenseMatrix.Identity(3), Unit(3), cancelled));
        Assert.ThrowsExactly<OperationCanceledException>(() => Reflection.OfColumns(DenseMatrix.Identity(3), Unit(3), cancelled));
    }

    private static double[] Unit(int size) => Vector<double>.Build.Random(size, size).Normalize(2).ToArray();

    private static Matrix<double> WrittenOut(double[] w)
    {
        Vector<double> vector = Vector<double>.Build.Dense(w);
        return Matrix<double>.Build.DenseIdentity(w.Length) - (2 * vector.OuterProduct(vector));
    }
}
