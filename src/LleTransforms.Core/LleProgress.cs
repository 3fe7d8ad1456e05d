namespace LleTransforms;

/// <summary>The phases of a fit, in the order in which they run, and of the work around it.</summary>
public enum LlePhase
{
    /// <summary>Reading, centring and scaling the features, and finding equal rows.</summary>
    Features = 0,

    /// <summary>Finding the nearest neighbours of each distinct row.</summary>
    Neighbors = 1,

    /// <summary>Solving each row's neighbourhood for its weights or tangent space.</summary>
    LocalGeometry = 2,

    /// <summary>Factoring the alignment matrix, or building a preconditioner for it.</summary>
    Factorization = 3,

    /// <summary>Finding the bottom eigenvectors of the alignment matrix.</summary>
    Eigenvectors = 4,

    /// <summary>Placing rows that were not fitted.</summary>
    Placement = 5,

    /// <summary>Ranking rows in features and embedding, for the figures of an embedding.</summary>
    Quality = 6,
}

/// <summary>How much a message of the engine matters.</summary>
public enum LleSeverity
{
    /// <summary>Detail for somebody who looks for a cause.</summary>
    Trace = 0,

    /// <summary>What was chosen and measured.</summary>
    Info = 1,

    /// <summary>The result is valid, but something about the input or the options deserves attention.</summary>
    Warning = 2,
}

/// <summary>One report of long work: a count, or a message.</summary>
/// <param name="Phase">The phase that reports.</param>
/// <param name="Completed">Units done so far; each phase ends with a report in which this equals <paramref name="Total"/>.</param>
/// <param name="Total">Units in this phase (rows, columns or iterations); 0 where it is not known.</param>
/// <param name="Message">A sentence, or null for a report that only counts.</param>
/// <param name="Severity">How much <paramref name="Message"/> matters.</param>
public readonly record struct LleProgress(
    LlePhase Phase, long Completed, long Total, string? Message = null, LleSeverity Severity = LleSeverity.Info);
