using LleTransforms.Core.Tests.TestData;
using LleTransforms.Eigen;
using LleTransforms.Fitting;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Updating;

/// <summary>What an iteration had beside the coordinates is kept with the graph, and the next one begins there.</summary>
[TestClass]
public sealed class FurtherVectorTests
{
    /// <summary>An iteration for three coordinates has a block of sixteen.</summary>
    private const int Known = 400, Added = 30, Further = 13;

    private static readonly double[,] _rows = Manifolds.SmoothMap(Known + Added, 4).Rows;
    private static readonly LleModel _model = Fit(Known, LleEigenSolver.Iterative);

    [TestMethod]
    public void They_stay_with_a_model_that_is_saved_grown_aligned_and_shrunk()
    {
        LleModel loaded = Rows.Load(Rows.Save(_model));
        LleModel grown = loaded.Extend(Rows.Single(_rows, Known, Added), Options(LleEigenSolver.Iterative)).Model;
        LleModel less = grown.Without([0, 5, Known]);
        LleModel aligned = grown.AlignTo(_model, Rows.Single(_rows, 0, Known)).Model;

        Assert.HasCount(Known * Further, _model.Content.Further!);
        CollectionAssert.AreEqual(_model.Content.Further, loaded.Content.Further);
        CollectionAssert.AreEqual(Rows.Save(_model), Rows.Save(loaded));
        Assert.HasCount((Known + Added) * Further, grown.Content.Further!);
        CollectionAssert.AreEqual(grown.Content.Further, aligned.Content.Further);
        Assert.HasCount((Known + Added - 3) * Further, less.Content.Further!);
        CollectionAssert.AreEqual(
            grown.Content.Further![(6 * Further)..(7 * Further)], less.Content.Further![(4 * Further)..(5 * Further)]);
    }

    [TestMethod]
    public void None_are_kept_without_a_graph_or_an_iteration()
    {
        LleOptions options = Options(LleEigenSolver.Iterative);
        options.KeepsGraph = false;

        Assert.IsNull(LocallyLinearEmbedding.Fit(Rows.Single(_rows, 0, Known), options).Content.Further);
        foreach (LleEigenSolver solver in (LleEigenSolver[])[LleEigenSolver.Direct, LleEigenSolver.Dense])
        {
            LleModel model = Fit(Known, solver);
            Assert.IsTrue(model.HoldsGraph);
            Assert.IsNull(model.Content.Further);
        }
    }

    /// <summary>They are of no account for what comes out, only for how soon.</summary>
    [TestMethod]
    public void Coordinates_are_those_of_a_fit_that_keeps_none()
    {
        LleOptions options = Options(LleEigenSolver.Iterative);
        options.KeepsGraph = false;
        LleModel plain = LocallyLinearEmbedding.Fit(Rows.Single(_rows, 0, Known), options);
        LleModel grown = _model.Extend(Rows.Single(_rows, Known, Added), Options(LleEigenSolver.Iterative)).Model;

        CollectionAssert.AreEqual(plain.Content.Rows!.Embedding, _model.Content.Rows!.Embedding);
        Assert.IsInRange(0, 1e-4, Rows.Angle(grown, Fit(Known + Added, LleEigenSolver.Direct)));
    }

    /// <summary>Smoothed as random vectors are, they would be as far from the end as any start.</summary>
    [TestMethod]
    public void An_iteration_that_begins_where_one_ended_is_soon_done()
    {
        var context = new FitContext();
        FitPlan plan = FitPlan.Of(Options(LleEigenSolver.Iterative), 12);
        var distinct = LleTransforms.Features.DistinctRows.Find(_model.Content.Rows!.Features, context);
        GraphPart part = FitPipeline.Divide(distinct, _model.Content.Graph!, plan, context).Parts[0];
        var alignment = plan.Variant.Align(part.Features, part.Graph, part.SinkRow, plan.Geometry, context);
        int Steps(DenseMatrix? start) =>
            BottomEigenvectors.Find(alignment, plan.Eigen with { Start = start }, context).Statistics.Iterations;

        Assert.IsInRange(1, 0.25 * Steps(null), Steps(Start()));
    }

    [TestMethod]
    public void Rows_of_which_nothing_is_known_begin_at_the_weighted_mean_of_their_neighbours()
    {
        // A = I - W of three rows, of which the last two lean on each other: x1 = (x0 + x2) / 2, x2 = (3 x0 + x1) / 4.
        var stored = new SparseMatrix(3, 3, [0, 1, 4, 7], [0, 0, 1, 2, 0, 1, 2], [1, -0.5, 1, -0.5, -0.75, -0.25, 1]);
        DenseMatrix vectors = new(3, 2, [2, -3, 0, 0, 0, 0]);
        StartVectors.Complete(vectors, [1, 2], stored);

        for (int row = 0; row < 3; row++)
        {
            Assert.AreEqual(2, vectors[row, 0], 1e-6);
            Assert.AreEqual(-3, vectors[row, 1], 1e-6);
        }
    }

    private static DenseMatrix Start()
    {
        DenseMatrix start = new(Known, 3 + Further);
        for (int row = 0; row < Known; row++)
        {
            for (int c = 0; c < start.NumberOfColumns; c++)
            {
                start[row, c] = c < 3 ? _model.Coordinates(row)[c] : _model.Content.Further![(row * Further) + c - 3];
            }
        }

        return start;
    }

    private static LleModel Fit(int count, LleEigenSolver solver) =>
        LocallyLinearEmbedding.Fit(Rows.Single(_rows, 0, count), Options(solver));

    private static LleOptions Options(LleEigenSolver solver) =>
        new() { NumberOfComponents = 3, NumberOfNeighbors = 12, KeepsGraph = true, EigenSolver = solver };
}
