using LleTransforms.Report.Figures;
using LleTransforms.Report.Page;

namespace LleTransforms.Report.Data;

/// <summary>All that a page shows, computed; the page decides how it looks.</summary>
internal sealed record ReportContent
{
    public required string Title { get; init; }

    public required LleModel Model { get; init; }

    public required FitDiagnostics Diagnostics { get; init; }

    public required NeighborTies Ties { get; init; }

    /// <summary>n rows of d coordinates.</summary>
    public required FeatureMatrix Embedding { get; init; }

    /// <summary>n rows of principal components, or of scaled coordinates where rows are distances; d of them or as many as there are
    /// columns.</summary>
    public required FeatureMatrix Principal { get; init; }

    /// <summary>The numbers of the rows to show, ascending.</summary>
    public required int[] Rows { get; init; }

    public required ShownColumns Columns { get; init; }

    public required RowLabels? Label { get; init; }

    public required QualityComparison Quality { get; init; }

    /// <summary>Images over the picture; null where rows are none.</summary>
    public GrayImage? Images { get; init; }

    public int NumberOfRows => Embedding.NumberOfRows;
}
