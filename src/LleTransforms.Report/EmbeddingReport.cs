using LleTransforms.Report.Data;
using LleTransforms.Report.Figures;
using LleTransforms.Report.Page;

namespace LleTransforms;

/// <summary>
/// Writes an embedding as one HTML file to look at. It shows a scatter plot that links each row to its neighbours, the eigenvalue spectrum,
/// options and figures. Quality curves stand against those of a principal component analysis of the same dimension.
/// </summary>
/// <remarks>The file holds all it needs, opens from disk and asks no network. It holds the labels and some columns of the data: hand it out
/// as you would the data.</remarks>
/// <threadsafety static="true"/>
public static class EmbeddingReport
{
    /// <summary>Writes a report to a file.</summary>
    /// <param name="model">The fitted model.</param>
    /// <param name="features">The rows that it was fitted on, in their order; at least 3.</param>
    /// <param name="path">The file, over what may be there; by custom it ends in .html.</param>
    /// <param name="options">Labels, names and sizes; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work; no file is left behind.</param>
    /// <exception cref="ArgumentException">The rows are not those the model was fitted on, or there are not as many labels or names as
    /// there should be.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteReport(
        this LleModel model, FeatureMatrix features, string path, EmbeddingReportOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ReportContent content = Compute(model, features, options, cancellationToken);
        using FileStream stream = File.Create(path);
        ReportPage.Write(content, stream);
    }

    /// <summary>Writes a report to a stream, in UTF-8.</summary>
    /// <inheritdoc cref="WriteReport(LleModel, FeatureMatrix, string, EmbeddingReportOptions?, CancellationToken)"/>
    /// <param name="model">The fitted model.</param>
    /// <param name="features">The rows that it was fitted on, in their order; at least 3.</param>
    /// <param name="stream">Receives the page; it is left open.</param>
    /// <param name="options">Labels, names and sizes; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work before anything is written.</param>
    public static void WriteReport(
        this LleModel model, FeatureMatrix features, Stream stream, EmbeddingReportOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ReportPage.Write(Compute(model, features, options, cancellationToken), stream);
    }

    private static ReportContent Compute(
        LleModel model, FeatureMatrix features, EmbeddingReportOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(features);
        options ??= new EmbeddingReportOptions();
        options.Validate(features.NumberOfRows, features.NumberOfColumns);
        FitDiagnostics diagnostics =
            FitDiagnostics.Compute(features, model, options.NumberOfFollowingEigenvalues, options.Progress, cancellationToken);
        FeatureMatrix embedding = CoordinatesOf(model, features, cancellationToken);
        FeatureMatrix principal = model.Metric == LleMetric.Precomputed
            ? ClassicalScaling.Project(features, model.NumberOfComponents, cancellationToken)
            : PrincipalComponents.Project(features, model.NumberOfComponents, cancellationToken);
        return new ReportContent
        {
            Title = options.Title,
            Model = model,
            Diagnostics = diagnostics,
            Ties = NeighborTies.Count(features, model.NumberOfNeighbors, model.Metric, cancellationToken),
            Embedding = embedding,
            Principal = principal,
            Rows = ShownRows.Choose(features.NumberOfRows, options.LargestNumberOfRows, options.Seed),
            Columns = ShownColumns.Choose(features, options),
            Label = options.Labels is null ? null : RowLabels.Of(options.LabelName, options.Labels),
            Quality = QualityComparison.Measure(features, embedding, principal, model, options, cancellationToken),
            Images = options is { ImageWidth: int width, ImageHeight: int height }
                ? ReconstructedGrid.Draw(model, features, embedding, width, height, cancellationToken)
                : null,
        };
    }

    private static FeatureMatrix CoordinatesOf(LleModel model, FeatureMatrix features, CancellationToken cancellationToken)
    {
        if (!model.HoldsTrainingRows)
        {
            return model.Transform(features, progress: null, cancellationToken);
        }

        var builder = new FeatureMatrixBuilder(model.NumberOfComponents, features.NumberOfRows);
        float[] row = new float[model.NumberOfComponents];
        for (int i = 0; i < features.NumberOfRows; i++)
        {
            ReadOnlySpan<double> coordinates = model.Coordinates(i);
            for (int c = 0; c < row.Length; c++)
            {
                row[c] = (float)coordinates[c];
            }

            builder.Append((ReadOnlySpan<float>)row);
        }

        return builder.Build();
    }
}
