using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

[TestClass]
public sealed class PrincipalFilterTests
{
    [TestMethod]
    public void It_is_made_on_the_threads_that_the_caller_allows_and_stops_with_the_callers_token()
    {
        CenteredFeatures features = NeighborReference.Random(3_000, 64);
        DenseRows rows = new(features.Values, features.NumberOfRows, features.NumberOfColumns, new RunContext());
        var scheduler = new CountingScheduler();
        var context = new RunContext(2);
        context.Parallelism.TaskScheduler = scheduler;

        Assert.IsNotNull(TryCreate(rows, features, BlockKernel.WidestWidth, 8, context));

        Assert.IsGreaterThan(0, scheduler.Count);
        Assert.ThrowsExactly<OperationCanceledException>(() => TryCreate(
            rows, features, BlockKernel.WidestWidth, 8, new RunContext(2, new CancellationToken(true))));
    }

    [TestMethod]
    [DataRow(700, 40, 8)]
    [DataRow(300, 200, 64)]
    [DataRow(257, 33, 33)]
    public void Nearest_rows_of_unstructured_data_equal_brute_force(int rowCount, int columnCount, int axisCount)
    {
        AssertEqualsBruteForce(
            NeighborReference.Random(rowCount, columnCount), NeighborReference.Random(40, columnCount, seed: 8), axisCount, k: 7);
    }

    [TestMethod]
    public void Nearest_rows_of_data_near_a_plane_equal_brute_force()
    {
        AssertEqualsBruteForce(NearPlane(900, 64, seed: 1), NearPlane(50, 64, seed: 2), axisCount: 8, k: 12);
    }

    /// <summary>Residuals are zero up to rounding here, so only their enlargement keeps the bound below the distance.</summary>
    [TestMethod]
    public void Fitted_rows_of_a_flat_plane_find_themselves_first()
    {
        CenteredFeatures features = NearPlane(400, 64, seed: 3, noise: 0);

        AssertEqualsBruteForce(features, features, axisCount: 8, k: 5);
    }

    [TestMethod]
    public void Ties_go_to_the_smaller_index()
    {
        AssertEqualsBruteForce(
            NeighborReference.Integers(600, 40, levels: 2), NeighborReference.Integers(40, 40, levels: 2, seed: 5), axisCount: 16, k: 9);
    }

    [TestMethod]
    public void Every_row_can_be_asked_for()
    {
        AssertEqualsBruteForce(NeighborReference.Random(90, 40), NeighborReference.Random(5, 40, seed: 8), axisCount: 8, k: 90);
    }

    [TestMethod]
    public void Rows_that_are_all_zero_have_no_axes()
    {
        CenteredFeatures features = NeighborReference.Raw(new float[40 * 40], columnCount: 40);
        var rows = new DenseRows(features.Values, 40, 40, new FitContext());

        Assert.IsNull(TryCreate(rows, features, BlockKernel.WidestWidth, 8, new RunContext()));
    }

    [TestMethod]
    public void A_query_allocates_nothing_once_warm()
    {
        CenteredFeatures features = NearPlane(5000, 64, seed: 1);
        CenteredFeatures queries = NearPlane(200, 64, seed: 2);
        var search = new DenseSearch(features);
        var indices = new int[12];
        var distances = new double[12];
        for (int i = 0; i < 100; i++)
        {
            search.FindNearest(queries.Row(i), indices, distances);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 100; i < 200; i++)
        {
            search.FindNearest(queries.Row(i), indices, distances);
        }

        Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertEqualsBruteForce(CenteredFeatures features, CenteredFeatures queries, int axisCount, int k)
    {
        var rows = new DenseRows(features.Values, features.NumberOfRows, features.NumberOfColumns, new FitContext());
        var reference = new BruteForceSearch(features);
        foreach (SimdWidth width in Enum.GetValues<SimdWidth>())
        {
            PrincipalFilter filter = TryCreate(rows, features, width, axisCount, new RunContext())!;
            int[] indices = new int[k], expectedIndices = new int[k];
            double[] distances = new double[k], expectedDistances = new double[k];
            for (int q = 0; q < queries.NumberOfRows; q++)
            {
                filter.FindNearest(queries.Row(q), DenseRows.SquaredNormOf(queries.Row(q)), indices, distances);
                reference.FindNearest(queries.Row(q), expectedIndices, expectedDistances);
                CollectionAssert.AreEqual(expectedIndices, indices, $"query {q}, {width}");
                CollectionAssert.AreEqual(expectedDistances, distances, $"query {q}, {width}");
            }
        }
    }

    internal static CenteredFeatures NearPlane(int rowCount, int columnCount, int seed, double noise = 0.02)
    {
        const int PlaneDimension = 4;
        var random = new Random(77);
        double[] axes = [.. Enumerable.Range(0, PlaneDimension * columnCount).Select(_ => random.NextDouble() - 0.5)];
        random = new Random(seed);
        var values = new float[rowCount * columnCount];
        for (int row = 0; row < rowCount; row++)
        {
            double[] weights = [.. Enumerable.Range(0, PlaneDimension).Select(_ => random.NextDouble() - 0.5)];
            for (int column = 0; column < columnCount; column++)
            {
                double value = noise * (random.NextDouble() - 0.5);
                for (int axis = 0; axis < PlaneDimension; axis++)
                {
                    value += weights[axis] * axes[(axis * columnCount) + column];
                }

                values[(row * columnCount) + column] = (float)value;
            }
        }

        return NeighborReference.Raw(values, columnCount);
    }

    /// <summary>Hands tasks on to the usual scheduler and counts them.</summary>
    private sealed class CountingScheduler : TaskScheduler
    {
        private int _count;

        public int Count => _count;

        protected override IEnumerable<Task> GetScheduledTasks() => [];

        protected override void QueueTask(Task task)
        {
            Interlocked.Increment(ref _count);
            ThreadPool.UnsafeQueueUserWorkItem(_ => TryExecuteTask(task), null);
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
            !taskWasPreviouslyQueued && TryExecuteTask(task);
    }

    private static PrincipalFilter? TryCreate(
        DenseRows rows, CenteredFeatures features, SimdWidth width, int axisCount, RunContext context) =>
        PrincipalFilter.TryCreate(rows, features, BlockKernel.Create(width), FilterAxes.Of(features, axisCount, context), context);
}
