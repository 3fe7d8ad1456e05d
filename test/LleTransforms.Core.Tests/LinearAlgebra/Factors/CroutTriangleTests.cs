using LleTransforms.Core.Tests.Eigen;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>A growing triangle and its accumulator against plain columns, and both at work in a factorisation.</summary>
[TestClass]
public class CroutTriangleTests
{
    private const int Size = 40;
    private const double Smallest = 0.3;
    private const double Scale = -2;

    private static IEnumerable<string> Shapes => SparseProblems.Names;

    [TestMethod]
    public void Kept_are_the_entries_after_the_step_that_are_not_too_small()
    {
        CroutTriangle triangle = new(Size, 0);
        double[][] columns = Append(triangle, Size);
        Assert.AreEqual(triangle.Starts[Size], triangle.Count);
        Assert.HasCount(triangle.Indices.Length, triangle.Values);
        for (int k = 0; k < Size; k++)
        {
            int[] kept = Kept(columns[k], k);
            CollectionAssert.AreEqual(kept, triangle.Indices[triangle.Starts[k]..triangle.Starts[k + 1]]);
            CollectionAssert.AreEqual(
                kept.Select(i => Scale * columns[k][i]).ToArray(), triangle.Values[triangle.Starts[k]..triangle.Starts[k + 1]]);
        }
    }

    [TestMethod]
    public void Lists_hold_the_steps_whose_next_entry_stands_at_a_position()
    {
        CroutTriangle triangle = new(Size, 5000);
        SparseAccumulator sums = new(Size);
        SparseMatrix nothing = SparseProblems.FromDense(Matrix<double>.Build.DenseIdentity(Size));
        EliminationTree tree = EliminationTree.Build(SparseProblems.Pattern(nothing), [.. Enumerable.Range(0, Size)], new FitContext());
        double[][] columns = [];
        for (int k = 0; k < Size; k++)
        {
            List<int> listed = [];
            for (int i = triangle.ListHead(k); i >= 0; i = triangle.ListNext(i))
            {
                listed.Add(i);
                int[] left = [.. Kept(columns[i], i).Where(p => p >= k)];
                Assert.AreEqual(Scale * columns[i][k], triangle.Current(i));
                sums.Gather(nothing, tree, k, new double[Size]);
                triangle.SubtractTail(i, 3, sums);
                CollectionAssert.AreEquivalent(left.Union([k]).ToArray(), sums.Positions[..sums.Count]);
                Assert.IsTrue(left.All(p => sums.Values[p] == -3 * Scale * columns[i][p]));
            }

            CollectionAssert.AreEquivalent(Enumerable.Range(0, k).Where(i => Kept(columns[i], i).Contains(k)).ToArray(), listed);
            triangle.AdvanceList(k);
            Assert.AreEqual(-1, triangle.ListHead(k));
            columns = [.. columns, Append(triangle, k, new Random(k))];
        }
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void With_nothing_dropped_the_triangles_are_the_factors(string shape)
    {
        SparseMatrix matrix = SparseProblems.Matrix(shape);
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, new FitContext());
        int n = matrix.NumberOfRows;
        double[] scaling = [.. Enumerable.Range(0, n).Select(i => 0.5 + (i % 3))];
        IncompleteLu factors = IncompleteLu.Compute(
            matrix, symbolic.Transpose, symbolic.Tree, scaling, new IncompleteOptions(0.25, 0, 0, long.MaxValue), new FitContext());

        Matrix<double> upper = Triangle(factors.Upper, n)
            + Matrix<double>.Build.DenseOfDiagonalArray([.. factors.ReciprocalPivots.Select(r => 1 / r)]);
        Matrix<double> lower = Triangle(factors.Lower, n).Transpose() + Matrix<double>.Build.DenseIdentity(n);
        Matrix<double> dense = DenseReference.ToDense(matrix);
        int[] order = symbolic.Tree.Order;
        Matrix<double> expected = Matrix<double>.Build.Dense(n, n, (i, j) =>
            (dense[order[i], order[j]] * scaling[order[i]] * scaling[order[j]]) + (i == j ? 0.25 : 0));
        Assert.IsInRange(0, 1e-13 * expected.L2Norm(), ((lower * upper) - expected).L2Norm());
    }

    private static Matrix<double> Triangle(CroutTriangle triangle, int n)
    {
        Matrix<double> dense = Matrix<double>.Build.Dense(n, n);
        for (int k = 0; k < n; k++)
        {
            for (int p = triangle.Starts[k]; p < triangle.Starts[k + 1]; p++)
            {
                dense[k, triangle.Indices[p]] = triangle.Values[p];
            }
        }

        return dense;
    }

    private static int[] Kept(double[] column, int k) =>
        [.. Enumerable.Range(k + 1, column.Length - k - 1).Where(i => Math.Abs(column[i]) >= Smallest)];

    private static double[][] Append(CroutTriangle triangle, int count)
    {
        Random random = new(4);
        return [.. Enumerable.Range(0, count).Select(k => Append(triangle, k, random))];
    }

    /// <summary>Appends a column of random numbers in quarters, about a third of them 0.</summary>
    private static double[] Append(CroutTriangle triangle, int k, Random random)
    {
        SparseMatrix nothing = SparseProblems.FromDense(Matrix<double>.Build.DenseIdentity(Size));
        SparseAccumulator source = new(Size);
        source.Gather(nothing, EliminationTree.Build(SparseProblems.Pattern(nothing), [.. Enumerable.Range(0, Size)], new FitContext()), k,
            new double[Size]);
        double[] column = new double[Size];
        foreach (int i in Enumerable.Range(0, Size).OrderBy(_ => random.Next()).Where(_ => random.Next(3) > 0).ToArray())
        {
            column[i] = random.Next(2) == 0 ? Smallest * (random.Next(2) == 0 ? 1 : -1) : random.Next(-5, 6) / 4.0;
            source.Subtract(i, -column[i]);
        }

        triangle.Append(k, source, Smallest, Scale);
        return column;
    }
}
