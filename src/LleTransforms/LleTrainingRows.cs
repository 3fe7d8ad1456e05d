namespace LleTransforms;

/// <summary>What the trainer behind an embedding sees of the training rows.</summary>
/// <remarks>Measured in docs/evidence/training-rows.md. It matters while a chain of estimators is fitted, and never afterwards.</remarks>
public enum LleTrainingRows
{
    /// <summary>Each training row at its own coordinates, as the fit found them.</summary>
    Exact = 0,

    /// <summary>Each training row where it would lie if it had not been fitted: placed from its
    /// neighbours without itself, as unseen rows are.</summary>
    Placed = 1,
}
