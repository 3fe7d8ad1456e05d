namespace LleTransforms;

/// <summary>Why a row lies where it does: these training rows, with these weights, put it there.</summary>
/// <param name="TrainingRows">The numbers of the k training rows, nearest first; of equal training rows the first.</param>
/// <param name="Weights">Their weights, k of them, which sum to one; a negative weight pushes away.</param>
/// <param name="ReconstructionError">
/// The squared distance, in the features' units, from the row to the weighted sum of those training rows (Roweis &amp; Saul 2000, equation
/// 1). It says how badly its neighbours explain it. Large against the training rows' own errors, it speaks of an outlier or of drift.
/// </param>
public sealed record LleExplanation(IReadOnlyList<int> TrainingRows, IReadOnlyList<double> Weights, double ReconstructionError);
