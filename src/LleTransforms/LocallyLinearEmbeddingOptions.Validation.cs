using System.Globalization;

namespace LleTransforms;

/// <content>What the options are checked for.</content>
public sealed partial class LocallyLinearEmbeddingOptions
{
    /// <summary>Checks what can be checked before there is data.</summary>
    internal void Validate()
    {
        _engine.Validate();
        if (TrainingRows is { } trainingRows && !Enum.IsDefined(trainingRows))
        {
            throw new ArgumentOutOfRangeException(
                nameof(TrainingRows), trainingRows,
                $"TrainingRows is {trainingRows}, but must be one of {string.Join(", ", Enum.GetNames<LleTrainingRows>())}, or null.");
        }

        if (!Enum.IsDefined(UnplacedRows))
        {
            throw new ArgumentOutOfRangeException(
                nameof(UnplacedRows), UnplacedRows,
                $"UnplacedRows is {UnplacedRows}, but must be one of {string.Join(", ", Enum.GetNames<LleUnplacedRows>())}.");
        }

        if (NumberOfFeatures < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(NumberOfFeatures), NumberOfFeatures,
                string.Create(CultureInfo.InvariantCulture, $"NumberOfFeatures is {NumberOfFeatures}, but must be at least 1, or null."));
        }

        if (AlignTo is { } reference && reference.Model.NumberOfComponents != NumberOfComponents)
        {
            throw new ArgumentOutOfRangeException(
                nameof(NumberOfComponents), NumberOfComponents,
                string.Create(CultureInfo.InvariantCulture,
                    $"NumberOfComponents is {NumberOfComponents}, but must be {reference.Model.NumberOfComponents}, as in the step that " +
                    $"AlignTo names."));
        }

        ValidateEigenvectors();

        if (LabelColumnName is { Length: 0 })
        {
            throw new ArgumentException("LabelColumnName is empty; it has to name a column, or be null for none.", nameof(LabelColumnName));
        }

        if (SupervisionStrength > 0 && LabelColumnName is null)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture,
                    $"SupervisionStrength is {SupervisionStrength}, but LabelColumnName is null; name a column of labels, or set " +
                    $"SupervisionStrength to 0."),
                nameof(LabelColumnName));
        }
    }

    private void ValidateEigenvectors()
    {
        if (NumberOfAlignmentEigenvectors is not { } eigenvectors)
        {
            return;
        }

        if (AlignTo is null)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture,
                    $"NumberOfAlignmentEigenvectors is {eigenvectors}, but AlignTo is null; set AlignTo, or leave it null."),
                nameof(NumberOfAlignmentEigenvectors));
        }

        if (eigenvectors < NumberOfComponents || eigenvectors > LleOptionRanges.LargestNumberOfComponents)
        {
            throw new ArgumentOutOfRangeException(
                nameof(NumberOfAlignmentEigenvectors), eigenvectors,
                string.Create(CultureInfo.InvariantCulture,
                    $"NumberOfAlignmentEigenvectors is {eigenvectors}, but must be from {NumberOfComponents}, which NumberOfComponents " +
                    $"is, to {LleOptionRanges.LargestNumberOfComponents}, or null."));
        }

        EngineToFit().Validate();
    }
}
