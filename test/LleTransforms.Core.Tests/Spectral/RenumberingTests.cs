using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Spectral;

namespace LleTransforms.Core.Tests.Spectral;

/// <summary>Other numbers for the rows of a large problem change neither the problem nor the answer.</summary>
[TestClass]
public sealed class RenumberingTests
{
    private static readonly FactoredAlignment Roll = AlignmentProblems.SwissRoll(400, 8, 2);

    [TestMethod]
    public void Neighbours_come_near_each_other()
    {
        var renumbered = (FactoredAlignment)Renumbering.ByNearness(Roll.Residual, new FitContext()).Apply(Roll, new FitContext());

        Assert.IsInRange(0, MeanDistance(Roll.Residual) / 3, MeanDistance(renumbered.Residual));
    }

    [TestMethod]
    public void What_is_restored_is_what_the_given_matrix_gives()
    {
        Renumbering renumbering = Renumbering.ByNearness(Roll.Residual, new FitContext());
        SparseMatrix renumbered = ((FactoredAlignment)renumbering.Apply(Roll, new FitContext())).Residual;

        // Row sums of squares stay with their rows: a column of them in new numbers, restored, is that of the old ones.
        double[] restored = renumbering.Restore(SquaredRows(renumbered));

        double[] given = SquaredRows(Roll.Residual);
        for (int row = 0; row < given.Length; row++)
        {
            Assert.AreEqual(given[row], restored[row], 1e-12);
        }
    }

    [TestMethod]
    public void Pieces_without_links_all_get_numbers()
    {
        SparseMatrix apart = new(4, 4, [0, 1, 2, 3, 4], [1, 0, 3, 2], [1, 2, 3, 4]);

        SparseMatrix renumbered = ((AssembledAlignment)Renumbering.ByNearness(apart, new FitContext()).Apply(new AssembledAlignment(apart), new FitContext())).Matrix;

        CollectionAssert.AreEquivalent(apart.Values, renumbered.Values);
    }

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment)]
    public void Eigenvectors_of_many_rows_are_those_of_the_matrix_as_given(LleMethod method)
    {
        var context = new FitContext();
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 12, Method = method };
        CenteredFeatures features = CenteredFeatures.Create(Manifolds.SwissRoll(Renumbering.FewestRows, 4).Features, context);
        NeighborGraph graph = NeighborSearch.Create(features).FindGraph(12, context);
        AlignmentMatrix alignment = MethodGeometry.Align(features, graph, GraphSplit.Resolve(
            features, graph, LleDisconnectedGraph.Throw, rows => NeighborSearch.Create(rows), context).Parts[0].SinkRow, options, context);

        EigenSolution solution = BottomEigenvectors.Find(alignment, new EigenRequest(2, 0), context);

        int n = features.RowCount;
        for (int c = 0; c < 2; c++)
        {
            double[] vector = solution.Vectors.AsSpan(c * n, n).ToArray();
            double[] image = alignment is FactoredAlignment factored
                ? Multiply(factored.Residual.Transpose(), Multiply(factored.Residual, vector))
                : Multiply(((AssembledAlignment)alignment).Matrix, vector);
            double residual = Math.Sqrt(image.Zip(vector, (y, x) => Math.Pow(y - (solution.Eigenvalues[c] * x), 2)).Sum());
            Assert.IsInRange(0, 1e-8, residual);
            Assert.AreEqual(0, vector.Sum(), 1e-6);
        }
    }

    private static double[] SquaredRows(SparseMatrix matrix) =>
        [.. Enumerable.Range(0, matrix.RowCount).Select(i => matrix.Values[matrix.RowStarts[i]..matrix.RowStarts[i + 1]].Sum(value => value * value))];

    private static double MeanDistance(SparseMatrix matrix) => Enumerable.Range(0, matrix.RowCount)
        .SelectMany(i => matrix.Columns[matrix.RowStarts[i]..matrix.RowStarts[i + 1]].Select(column => Math.Abs(i - column)))
        .Average();

    private static double[] Multiply(SparseMatrix matrix, double[] x)
    {
        double[] y = new double[matrix.RowCount];
        for (int i = 0; i < y.Length; i++)
        {
            for (int p = matrix.RowStarts[i]; p < matrix.RowStarts[i + 1]; p++)
            {
                y[i] += matrix.Values[p] * x[matrix.Columns[p]];
            }
        }

        return y;
    }
}
