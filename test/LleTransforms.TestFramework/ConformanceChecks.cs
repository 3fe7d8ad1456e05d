using LleTransforms.TestFramework.Checks;

namespace LleTransforms.TestFramework;

/// <summary>One thing that a well-behaved ML.NET step does.</summary>
/// <param name="Name">What is checked.</param>
/// <param name="Run">Fails with an <see cref="AssertFailedException"/> where the step does not do it.</param>
public sealed record ConformanceCheck(string Name, Action<ConformanceCase> Run)
{
    public override string ToString() => Name;
}

/// <summary>All checks of the kit, for a data-driven test to run one by one.</summary>
public static class ConformanceChecks
{
    public static ConformanceCheck PromisedSchemaIsDelivered { get; } =
        new(nameof(PromisedSchemaIsDelivered), SchemaChecks.PromisedSchemaIsDelivered);

    public static ConformanceCheck SchemaIsTheSameByEveryRoute { get; } =
        new(nameof(SchemaIsTheSameByEveryRoute), SchemaChecks.SchemaIsTheSameByEveryRoute);

    public static ConformanceCheck AddedVectorsHaveSlotNames { get; } =
        new(nameof(AddedVectorsHaveSlotNames), SchemaChecks.AddedVectorsHaveSlotNames);

    public static ConformanceCheck InputColumnsAreKept { get; } = new(nameof(InputColumnsAreKept), PassThroughChecks.InputColumnsAreKept);

    public static ConformanceCheck ReloadedGivesTheSameRows { get; } =
        new(nameof(ReloadedGivesTheSameRows), PersistenceChecks.ReloadedGivesTheSameRows);

    public static ConformanceCheck RowMapperEqualsCursor { get; } =
        new(nameof(RowMapperEqualsCursor), RowMapperChecks.RowMapperEqualsCursor);

    public static ConformanceCheck DependenciesSuffice { get; } = new(nameof(DependenciesSuffice), RowMapperChecks.DependenciesSuffice);

    public static ConformanceCheck CursorSetGivesTheSameRows { get; } =
        new(nameof(CursorSetGivesTheSameRows), CursorChecks.CursorSetGivesTheSameRows);

    public static ConformanceCheck ShuffledGivesTheSameRows { get; } =
        new(nameof(ShuffledGivesTheSameRows), CursorChecks.ShuffledGivesTheSameRows);

    public static ConformanceCheck InterleavedCursorsDoNotMix { get; } =
        new(nameof(InterleavedCursorsDoNotMix), CursorChecks.InterleavedCursorsDoNotMix);

    public static ConformanceCheck InactiveColumnsAreRefused { get; } =
        new(nameof(InactiveColumnsAreRefused), CursorChecks.InactiveColumnsAreRefused);

    public static ConformanceCheck ValuesNeedARow { get; } = new(nameof(ValuesNeedARow), CursorChecks.ValuesNeedARow);

    public static ConformanceCheck ThreadsGiveTheSameRows { get; } =
        new(nameof(ThreadsGiveTheSameRows), ThreadChecks.ThreadsGiveTheSameRows);

    public static ConformanceCheck ValuesOutliveTheirRow { get; } = new(nameof(ValuesOutliveTheirRow), BufferChecks.ValuesOutliveTheirRow);

    public static ConformanceCheck UsedBuffersAreOverwritten { get; } =
        new(nameof(UsedBuffersAreOverwritten), BufferChecks.UsedBuffersAreOverwritten);

    public static ConformanceCheck NothingIsReadEarly { get; } = new(nameof(NothingIsReadEarly), LazinessChecks.NothingIsReadEarly);

    public static ConformanceCheck OnlyNeededColumnsAreRead { get; } =
        new(nameof(OnlyNeededColumnsAreRead), LazinessChecks.OnlyNeededColumnsAreRead);

    public static ConformanceCheck FitReadsOnce { get; } = new(nameof(FitReadsOnce), LazinessChecks.FitReadsOnce);

    public static ConformanceCheck WrongInputsAreRejected { get; } =
        new(nameof(WrongInputsAreRejected), RejectionChecks.WrongInputsAreRejected);

    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        PromisedSchemaIsDelivered, SchemaIsTheSameByEveryRoute, AddedVectorsHaveSlotNames, InputColumnsAreKept, ReloadedGivesTheSameRows,
        RowMapperEqualsCursor, DependenciesSuffice, CursorSetGivesTheSameRows, ShuffledGivesTheSameRows, InterleavedCursorsDoNotMix,
        InactiveColumnsAreRefused, ValuesNeedARow, ThreadsGiveTheSameRows, ValuesOutliveTheirRow, UsedBuffersAreOverwritten,
        NothingIsReadEarly, OnlyNeededColumnsAreRead, FitReadsOnce, WrongInputsAreRejected,
    ];
}
