using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.Eigen;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Ordering;

/// <summary>Other numbers for the rows of a large problem change neither the problem nor the answer.</summary>
[TestClass]
public sealed class RenumberingTests
{
    private static readonly FactoredAlignment Roll = AlignmentProblems.SwissRoll(400, 8, 2);

    private static IEnumerable<string> Shapes => SparseProblems.Names;

    [TestMethod]
    public void Neighbours_come_near_each_other()
    {
        var renumbered = (FactoredAlignment)Roll.Renumber(Renumbering.ByNearness(Roll.Residual, new FitContext()), new FitContext());

        Assert.IsInRange(0, MeanDistance(Roll.Residual) / 3, MeanDistance(renumbered.Residual));
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void The_problem_is_the_same_in_other_numbers(string shape)
    {
        SparseMatrix matrix = SparseProblems.Matrix(shape);
        Renumbering renumbering = Renumbering.ByNearness(matrix, new FitContext());
        int n = matrix.NumberOfRows;
        int[] position = Positions(renumbering, n);
        CollectionAssert.AreEqual(Enumerable.Range(0, n).ToArray(), position.Order().ToArray());

        Matrix<double> dense = DenseReference.ToDense(matrix);
        Matrix<double> moved = Matrix<double>.Build.Dense(n, n);
        moved.MapIndexedInplace((i, j, _) => dense[Array.IndexOf(position, i), Array.IndexOf(position, j)], Zeros.Include);
        SparseMatrix expected = SparseProblems.FromDense(moved);
        for (int sink = 0; sink < n; sink += 7)
        {
            var factored = (FactoredAlignment)new FactoredAlignment(matrix, sink).Renumber(renumbering, new FitContext());
            Assert.AreEqual(position[sink], factored.SinkRow);
            AssertEqual(expected, factored.Residual);
        }

        AssertEqual(expected, new AssembledAlignment(matrix).Renumber(renumbering, new FitContext()).Stored);
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Rows_follow_a_breadth_first_search(string shape)
    {
        SparseMatrix matrix = SparseProblems.Matrix(shape, isSymmetric: true);
        int n = matrix.NumberOfRows;
        int[] position = Positions(Renumbering.ByNearness(matrix, new FitContext()), n);
        int[] foundBy = new int[n];
        for (int row = 0; row < n; row++)
        {
            foundBy[position[row]] = matrix.Columns[matrix.RowStarts[row]..matrix.RowStarts[row + 1]].Min(column => position[column]);
        }

        // A row found by one that comes earlier comes earlier; one that nobody finds is its own first
        // neighbour, and the first of its piece.
        CollectionAssert.AreEqual(foundBy.Order().ToArray(), foundBy);
        Assert.AreEqual(0, position[0]);
    }

    [TestMethod]
    [DataRow(4097)]
    [DataRow(8200)]
    public void All_blocks_of_rows_are_renumbered(int rows)
    {
        int[] label = [.. Enumerable.Range(0, rows)];
        new Random(1).Shuffle(label);
        SparseMatrix ordered = SparseProblems.ShortPaths(rows);
        SortedDictionary<int, double>[] shuffled = new SortedDictionary<int, double>[rows];
        for (int i = 0; i < rows; i++)
        {
            shuffled[label[i]] = [];
            for (int p = ordered.RowStarts[i]; p < ordered.RowStarts[i + 1]; p++)
            {
                shuffled[label[i]][label[ordered.Columns[p]]] = ordered.Values[p];
            }
        }

        SparseMatrix matrix = AlignmentProblems.FromSortedRows(shuffled);
        Renumbering renumbering = Renumbering.ByNearness(matrix, new FitContext());
        int[] position = Positions(renumbering, rows);
        SparseMatrix renumbered = new AssembledAlignment(matrix).Renumber(renumbering, new FitContext()).Stored;
        for (int i = 0; i < rows; i++)
        {
            int to = position[i];
            int[] columns = [.. shuffled[i].Keys.Select(column => position[column]).Order()];
            CollectionAssert.AreEqual(columns, renumbered.Columns[renumbered.RowStarts[to]..renumbered.RowStarts[to + 1]]);
            Assert.IsTrue(shuffled[i].Values.Order()
                .SequenceEqual(renumbered.Values[renumbered.RowStarts[to]..renumbered.RowStarts[to + 1]].Order()));
        }
    }

    [TestMethod]
    public void Every_column_is_restored()
    {
        Renumbering renumbering = Renumbering.ByNearness(Roll.Residual, new FitContext());
        int n = Roll.Size;
        int[] position = Positions(renumbering, n);
        double[] columns = SparseProblems.RandomNumbers(3 * n, 8);
        double[] restored = renumbering.Restore(new DenseMatrix(3, n, columns)).Values;
        CollectionAssert.AreEqual(Enumerable.Range(0, 3 * n).Select(at => columns[(at / n * n) + position[at % n]]).ToArray(), restored);
    }

    [TestMethod]
    public void Rows_of_a_block_move_with_those_of_the_matrix()
    {
        Renumbering renumbering = new([2, 0, 3, 1]);
        DenseMatrix block = new(4, 3, [.. Enumerable.Range(0, 12).Select(i => (double)i)]);

        CollectionAssert.AreEqual(new double[] { 6, 7, 8, 0, 1, 2, 9, 10, 11, 3, 4, 5 }, renumbering.ApplyToRows(block).Values);
        CollectionAssert.AreEqual(new[] { 1, 3, 0, 2 }, Enumerable.Range(0, 4).Select(renumbering.NewNumber).ToArray());
    }

    [TestMethod]
    public void Pieces_without_links_all_get_numbers()
    {
        SparseMatrix apart = new(4, 4, [0, 1, 2, 3, 4], [1, 0, 3, 2], [1, 2, 3, 4]);

        SparseMatrix renumbered = Renumbering.ByNearness(apart, new FitContext()).Apply(apart, new FitContext());

        CollectionAssert.AreEquivalent(apart.Values, renumbered.Values);
    }

    [TestMethod]
    public void A_cancelled_fit_stops() => Assert.ThrowsExactly<OperationCanceledException>(() =>
        Renumbering.ByNearness(Roll.Residual, new FitContext(null, 1, new CancellationToken(true))));

    /// <summary>The new number of each row, which a column of the new numbers says when it is restored.</summary>
    private static int[] Positions(Renumbering renumbering, int n) =>
        [.. renumbering.Restore(new DenseMatrix(1, n, [.. Enumerable.Range(0, n).Select(k => (double)k)])).Values.Select(k => (int)k)];

    private static void AssertEqual(SparseMatrix expected, SparseMatrix found)
    {
        Assert.AreEqual(expected.NumberOfRows, found.NumberOfRows);
        CollectionAssert.AreEqual(expected.RowStarts, found.RowStarts);
        CollectionAssert.AreEqual(expected.Columns, found.Columns);
        CollectionAssert.AreEqual(expected.Values, found.Values);
    }

    private static double MeanDistance(SparseMatrix matrix) => Enumerable.Range(0, matrix.NumberOfRows)
        .SelectMany(i => matrix.Columns[matrix.RowStarts[i]..matrix.RowStarts[i + 1]].Select(column => Math.Abs(i - column)))
        .Average();
}
