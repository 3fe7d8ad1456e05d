using LleTransforms.Features;
using LleTransforms.Placement;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Placement;

/// <summary>Whole tables, in more than one block of 8,192 rows.</summary>
[TestClass]
public sealed class BatchPlacementTests
{
    private const int Components = 2;

    private static readonly FeatureScaling Scaling = new(null, [1.5, -2, 0.25], 3);
    private static readonly LinearProjection Placement = new([1, 2, 3, -1, 0.5, 0.25], [0.125, -3]);

    [TestMethod]
    [DataRow(1)]
    [DataRow(8192)]
    [DataRow(20000)]
    public void Every_row_is_placed_and_those_that_are_not_finite_get_NaN(int count)
    {
        float[,] table = Table(count);
        int[] broken = [.. new[] { 0, 5, 8191, 8192, 8200, 19999 }.Where(row => row < count - 1)];
        foreach (int row in broken)
        {
            table[row, row % 3] = row % 2 == 0 ? float.NaN : float.PositiveInfinity;
        }

        FeatureMatrix placed = BatchPlacement.Apply(FeatureMatrix.FromArray(table), Scaling, Placement, Components, new FitContext());

        Assert.AreEqual((count, Components), (placed.NumberOfRows, placed.NumberOfColumns));
        for (int row = 0; row < count; row++)
        {
            if (broken.Contains(row))
            {
                Assert.IsTrue(float.IsNaN(placed.Row(row)[0]) && float.IsNaN(placed.Row(row)[1]), $"row {row}");
            }
            else
            {
                CollectionAssert.AreEqual(Expected([table[row, 0], table[row, 1], table[row, 2]]), placed.Row(row).ToArray(), $"row {row}");
            }
        }
    }

    [TestMethod]
    public void A_few_hundred_wide_rows_leave_no_copy_of_themselves_to_the_collector()
    {
        // Who serves rows by the hundred would leave large arrays, which the collector seldom looks at.
        const int Count = 500, Columns = 400, Calls = 5;
        double[] ones = new double[Columns];
        Array.Fill(ones, 1);
        FeatureScaling scaling = new(null, ones, 1);
        LinearProjection sum = new(ones, [0]);
        FeatureMatrix rows = FeatureMatrix.FromRowMajor(new float[Count * Columns], Count, Columns);
        long least = long.MaxValue;
        for (int call = 0; call < Calls; call++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            BatchPlacement.Apply(rows, scaling, sum, 1, new FitContext(null, 1));
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.IsInRange(0, Count * Columns * sizeof(float) / 4, least);
    }

    [TestMethod]
    public void Double_precision_rows_are_mapped_with_what_was_set_aside()
    {
        // A first row far from 0 is subtracted before rows are rounded.
        const int Count = 300;
        var random = new Random(2);
        double[,] table = new double[Count, 3];
        for (int i = 0; i < table.Length; i++)
        {
            table[i / 3, i % 3] = 1e6 + random.NextDouble();
        }

        FeatureMatrix rows = FeatureMatrix.FromArray(table);
        Assert.IsNotNull(rows.Offset);
        FeatureMatrix placed = BatchPlacement.Apply(rows, Scaling, Placement, Components, new FitContext());
        for (int row = 0; row < Count; row++)
        {
            double[] whole = [.. Enumerable.Range(0, 3).Select(c => rows.ShiftedRow(row)[c] + rows.Offset![c])];
            CollectionAssert.AreEqual(Expected(whole), placed.Row(row).ToArray());
        }
    }

    [TestMethod]
    public void Every_block_is_reported_and_a_cancelled_token_stops_the_next()
    {
        var heard = new List<(LlePhase, long, long)>();
        var listener = new Listener(report => heard.Add((report.Phase, report.Completed, report.Total)));
        FeatureMatrix rows = FeatureMatrix.FromArray(Table(20000));
        BatchPlacement.Apply(rows, Scaling, Placement, Components, new FitContext(listener, null, default));
        CollectionAssert.AreEqual(
            new[] { (LlePhase.Placement, 8192L, 20000L), (LlePhase.Placement, 16384L, 20000L), (LlePhase.Placement, 20000L, 20000L) },
            heard);

        heard.Clear();
        BatchPlacement.Apply(FeatureMatrix.FromArray(Table(8192)), Scaling, Placement, Components, new FitContext(listener, null, default));
        CollectionAssert.AreEqual(new[] { (LlePhase.Placement, 8192L, 8192L) }, heard, "No block without rows follows the last.");

        heard.Clear();
        using var source = new CancellationTokenSource();
        listener = new Listener(report =>
        {
            heard.Add((report.Phase, report.Completed, report.Total));
            source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(
            () => BatchPlacement.Apply(rows, Scaling, Placement, Components, new FitContext(listener, null, source.Token)));
        Assert.HasCount(1, heard);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2048)]
    [DataRow(2049)]
    [DataRow(5000)]
    [DataRow(1 << 24)]
    [DataRow((1 << 24) + 1)]
    [DataRow(int.MaxValue)]
    public void A_block_holds_as_many_rows_as_64_MB_do_and_8192_at_most(int columnCount)
    {
        long rows = BatchPlacement.RowsInBlock(columnCount);
        Assert.IsTrue(rows == 1 || 4 * rows * columnCount <= 64 << 20, $"{rows} rows are too many.");
        Assert.IsTrue(rows == 8192 || 4 * (rows + 1) * columnCount > 64 << 20, $"{rows} rows are too few.");
        Assert.IsInRange(1, 8192, rows);
    }

    [TestMethod]
    public void One_row_takes_no_memory_for_a_block()
    {
        FeatureMatrix row = FeatureMatrix.FromArray(Table(1));
        BatchPlacement.Apply(row, Scaling, Placement, Components, new FitContext(numberOfThreads: 1));
        long before = GC.GetAllocatedBytesForCurrentThread();
        BatchPlacement.Apply(row, Scaling, Placement, Components, new FitContext(numberOfThreads: 1));
        Assert.IsInRange(0, 8192 * sizeof(float), GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static float[,] Table(int count)
    {
        var random = new Random(6);
        float[,] table = new float[count, 3];
        for (int i = 0; i < table.Length; i++)
        {
            table[i / 3, i % 3] = (8 * random.NextSingle()) - 4;
        }

        return table;
    }

    private static float[] Expected(double[] row)
    {
        float[] mapped = new float[3];
        Scaling.Map(row, mapped);
        double[] placed = new double[Components];
        Placement.Place(mapped, placed);
        return Array.ConvertAll(placed, value => (float)value);
    }
}
