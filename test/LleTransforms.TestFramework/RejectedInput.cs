using Microsoft.ML;

namespace LleTransforms.TestFramework;

/// <summary>Where an input can be found out to be wrong.</summary>
[Flags]
public enum RejectionStages
{
    None = 0,

    /// <summary>The estimator's GetOutputSchema, which sees no sizes.</summary>
    Shape = 1,

    /// <summary>The estimator's Fit.</summary>
    Fit = 2,

    /// <summary>The transformer's GetOutputSchema, GetRowToRowMapper and Transform, before and after saving.</summary>
    Transform = 4,

    All = Shape | Fit | Transform,
}

/// <summary>An input that has to be rejected.</summary>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Data">The input.</param>
/// <param name="Stages">Where it has to be rejected; it has to be accepted elsewhere.</param>
/// <param name="ExceptionType">The exception that has to come, exactly.</param>
/// <param name="MessageParts">What its message has to contain, such as the column's name.</param>
public sealed record RejectedInput(
    string Reason, IDataView Data, RejectionStages Stages, Type ExceptionType, params string[] MessageParts);
