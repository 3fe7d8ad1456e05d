using LleTransforms.TestFramework.Tests.FaultySteps;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.TestFramework.Tests;

/// <summary>The kit itself: it passes a sound step, and each fault fails the check that is meant for it.</summary>
[TestClass]
public sealed class ConformanceKitTests
{
    public static IEnumerable<object[]> Checks => ConformanceChecks.All.Select(check => new object[] { check.Name });

    [TestMethod]
    [DynamicData(nameof(Checks))]
    public void A_sound_step_passes(string check) => Find(check).Run(Case(Fault.None));

    [TestMethod]
    [DataRow(Fault.SchemaLies, nameof(ConformanceChecks.PromisedSchemaIsDelivered))]
    [DataRow(Fault.SharedBuffer, nameof(ConformanceChecks.ValuesOutliveTheirRow))]
    [DataRow(Fault.LostColumn, nameof(ConformanceChecks.InputColumnsAreKept))]
    [DataRow(Fault.WrongReload, nameof(ConformanceChecks.ReloadedGivesTheSameRows))]
    [DataRow(Fault.RowDiffersFromBatch, nameof(ConformanceChecks.RowMapperEqualsCursor))]
    [DataRow(Fault.EagerReading, nameof(ConformanceChecks.NothingIsReadEarly))]
    [DataRow(Fault.SharedScratch, nameof(ConformanceChecks.ThreadsGiveTheSameRows))]
    [DataRow(Fault.MissingSlotNames, nameof(ConformanceChecks.AddedVectorsHaveSlotNames))]
    [DataRow(Fault.GreedyColumns, nameof(ConformanceChecks.OnlyNeededColumnsAreRead))]
    [DataRow(Fault.FitsTwice, nameof(ConformanceChecks.FitReadsOnce))]
    [DataRow(Fault.TakesAnyWidth, nameof(ConformanceChecks.WrongInputsAreRejected))]
    [DataRow(Fault.LostCursors, nameof(ConformanceChecks.CursorSetGivesTheSameRows))]
    [DataRow(Fault.IgnoresShuffling, nameof(ConformanceChecks.ShuffledGivesTheSameRows))]
    [DataRow(Fault.ValuesWithoutARow, nameof(ConformanceChecks.ValuesNeedARow))]
    [DataRow(Fault.PositionWithoutARow, nameof(ConformanceChecks.ValuesNeedARow))]
    [DataRow(Fault.TrustsBuffers, nameof(ConformanceChecks.UsedBuffersAreOverwritten))]
    public void A_fault_fails_the_check_meant_for_it(Fault fault, string check) =>
        Assert.ThrowsExactly<AssertFailedException>(() => Find(check).Run(Case(fault)));

    [TestMethod]
    public void Every_fault_is_tried()
    {
        var tried = typeof(ConformanceKitTests).GetMethod(nameof(A_fault_fails_the_check_meant_for_it))!
            .GetCustomAttributes(typeof(DataRowAttribute), inherit: false).Cast<DataRowAttribute>().Select(row => (Fault)row.Data[0]!);
        CollectionAssert.AreEquivalent(Enum.GetValues<Fault>().Where(fault => fault != Fault.None).ToArray(), tried.ToArray());
    }

    private static ConformanceCheck Find(string name) => ConformanceChecks.All.Single(check => check.Name == name);

    private static ConformanceCase Case(Fault fault)
    {
        var context = new MLContext(seed: 1);
        var rows = Enumerable.Range(0, 200).Select(row => new Row { Name = $"row {row}", Values = [row + 0.37f, row * 0.5f, -row] })
            .ToArray();
        var narrow = rows.Select(row => new NarrowRow { Values = row.Values[..2] });
        return new ConformanceCase(
            fault.ToString(), context, new ScalingEstimator("Scaled", "Values", fault), context.Data.LoadFromEnumerable(rows))
        {
            InputColumns = ["Values"],
            OutputColumns = ["Scaled"],
            Rejected =
            [
                new RejectedInput("narrow", context.Data.LoadFromEnumerable(narrow), RejectionStages.Transform,
                    typeof(ArgumentOutOfRangeException), "'Values'"),
            ],
        };
    }

    private sealed class Row
    {
        public string Name { get; set; } = "";

        [VectorType(3)]
        public float[] Values { get; set; } = [];
    }

    private sealed class NarrowRow
    {
        [VectorType(2)]
        public float[] Values { get; set; } = [];
    }
}
