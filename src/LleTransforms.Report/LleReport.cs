using LleTransforms;
using LleTransforms.Report.Reading;

namespace Microsoft.ML;

/// <summary>Adds the writing of reports to <see cref="LocallyLinearEmbeddingTransformer"/>.</summary>
public static class LleReport
{
    /// <summary>
    /// Writes a fitted step as one HTML file to look at. It shows a scatter plot that links each row to its neighbours, the eigenvalue
    /// spectrum, options and figures. Quality curves stand against those of a principal component analysis of the same dimension.
    /// </summary>
    /// <param name="transformer">The fitted step. In a chain:
    /// <c>chain.OfType&lt;LocallyLinearEmbeddingTransformer&gt;().Single()</c>.</param>
    /// <param name="data">The data that the step was fitted on, as its input column had them: in a chain, what the steps in front of it
    /// give. Read once.</param>
    /// <param name="path">The file, over what may be there; by custom it ends in .html.</param>
    /// <param name="labelColumnName">A column to colour the rows by, of text, keys, numbers or Booleans; null for none.</param>
    /// <param name="options">Title and sizes. Labels and names of columns come from the data where the options hold none; null for the
    /// defaults.</param>
    /// <param name="cancellationToken">Stops the work; no file is left behind.</param>
    /// <remarks>The file holds the labels and some columns of the data, and asks no network.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">The rows are not those the step was fitted on.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteReport(
        this LocallyLinearEmbeddingTransformer transformer,
        IDataView data,
        string path,
        string? labelColumnName = null,
        EmbeddingReportOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new EmbeddingReportOptions();
        var (features, labels) = ReportColumns.Read(
            data, transformer.InputColumnName, transformer.Model, labelColumnName, cancellationToken);
        var complete = new EmbeddingReportOptions
        {
            Title = options.Title,
            Labels = options.Labels ?? labels,
            LabelName = options.Labels is null ? labelColumnName ?? options.LabelName : options.LabelName,
            ColumnNames = options.ColumnNames ?? SlotNames.Of(data.Schema[transformer.InputColumnName]),
            LargestNumberOfRows = options.LargestNumberOfRows,
            LargestNumberOfColumns = options.LargestNumberOfColumns,
            QualitySampleSize = options.QualitySampleSize,
            NumberOfFollowingEigenvalues = options.NumberOfFollowingEigenvalues,
            ImageWidth = options.ImageWidth,
            ImageHeight = options.ImageHeight,
            Seed = options.Seed,
            Progress = options.Progress,
        };
        transformer.Model.WriteReport(features, path, complete, cancellationToken);
    }
}
