namespace LleTransforms.TestFramework.Tests.FaultySteps;

/// <summary>What is wrong with a step that is broken on purpose.</summary>
public enum Fault
{
    /// <summary>Nothing: the step conforms.</summary>
    None,

    /// <summary>The estimator promises a column of doubles and delivers singles.</summary>
    SchemaLies,

    /// <summary>The getter hands out its own array, and fills it anew for the next row.</summary>
    SharedBuffer,

    /// <summary>A column of the input does not come out.</summary>
    LostColumn,

    /// <summary>What is saved is not quite what was fitted.</summary>
    WrongReload,

    /// <summary>The row mapper computes something else than the cursor.</summary>
    RowDiffersFromBatch,

    /// <summary>Transform reads its input at once.</summary>
    EagerReading,

    /// <summary>All cursors compute in one array of the transformer.</summary>
    SharedScratch,

    /// <summary>The slots of the output have no names.</summary>
    MissingSlotNames,

    /// <summary>A cursor asks its input for all columns.</summary>
    GreedyColumns,

    /// <summary>Fit passes over the input twice.</summary>
    FitsTwice,

    /// <summary>The transformer takes a vector of any width.</summary>
    TakesAnyWidth,

    /// <summary>A cursor set keeps its first cursor only.</summary>
    LostCursors,

    /// <summary>A cursor with a random generator does not use it.</summary>
    IgnoresShuffling,

    /// <summary>A getter asks its input without looking whether there is a row.</summary>
    ValuesWithoutARow,

    /// <summary>A cursor that has ended keeps the position of its input, whatever that is.</summary>
    PositionWithoutARow,

    /// <summary>The getter writes into the caller's buffer as if it were of the right size.</summary>
    TrustsBuffers,
}
