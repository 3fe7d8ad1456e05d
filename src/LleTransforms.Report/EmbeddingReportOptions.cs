using System.Globalization;

namespace LleTransforms;

/// <summary>What a report of an embedding shows. Every property has a default that suits a first look.</summary>
public sealed class EmbeddingReportOptions
{
    /// <summary>The heading. Default "Locally Linear Embedding".</summary>
    public string Title { get; init; } = "Locally Linear Embedding";

    /// <summary>
    /// A label for each row, by which it is coloured: text, or numbers as text. More than 20 distinct labels that are all numbers are shown
    /// on a continuous scale, others as classes. Default null: none.
    /// </summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>What the labels are called. Default "Label".</summary>
    public string LabelName { get; init; } = "Label";

    /// <summary>The names of the features' columns, as many as there are. Default null: those that the features have, or
    /// numbers from 1.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>From more rows than this a seeded sample is drawn; all rows still count in the figures. At least 1. Default
    /// 100,000.</summary>
    public int LargestNumberOfRows { get; init; } = 100_000;

    /// <summary>
    /// The most columns of which each row's values are shown, from 0. They are those of the largest variance, in their order. They are
    /// fewer where the file would grow by more than some 8 MB. Default 24.
    /// </summary>
    public int LargestNumberOfColumns { get; init; } = 24;

    /// <summary>
    /// The number of rows from which the others are ranked for the quality curves, from 1 to n. Default null: from every row up to 5,000
    /// rows, and from 1,000 beyond, which the page says.
    /// </summary>
    public int? QualitySampleSize { get; init; }

    /// <summary>
    /// How many eigenvalues after the coordinates' to find for the spectrum, which tell the gap. At least 0; 0 saves an eigen solve as
    /// large as that of the fit. None are sought where landmarks or a sample were fitted. Default 4.
    /// </summary>
    public int NumberOfFollowingEigenvalues { get; init; } = 4;

    /// <summary>
    /// The width of the images that rows are, in pixels, row by row in the columns. With it the page shows images reconstructed over the
    /// picture (<see cref="LleModel.Reconstruct"/>). The width times <see cref="ImageHeight"/> is the number of columns. Default null: rows
    /// are no images.
    /// </summary>
    public int? ImageWidth { get; init; }

    /// <summary>The height of the images that rows are; null where <see cref="ImageWidth"/> is. Default null.</summary>
    public int? ImageHeight { get; init; }

    /// <summary>Chooses the rows of samples: the same seed takes the same rows. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Hears how far the work is, from several threads at once. Default null: nobody does.</summary>
    public IProgress<LleProgress>? Progress { get; init; }

    internal void Validate(int rowCount, int columnCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(LargestNumberOfRows, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(LargestNumberOfColumns);
        ArgumentOutOfRangeException.ThrowIfNegative(NumberOfFollowingEigenvalues);
        RequireImage(ImageWidth, ImageHeight, nameof(ImageWidth), columnCount);

        RequireCount(Labels, nameof(Labels), rowCount, "rows");
        RequireCount(ColumnNames, nameof(ColumnNames), columnCount, "columns");
        RequireSampleSize(QualitySampleSize, nameof(QualitySampleSize), rowCount);
    }

    private static void RequireImage(int? width, int? height, string option, int columnCount)
    {
        bool isNone = width is null && height is null;
        if (!isNone && !(width > 0 && height > 0 && (long)width * height == columnCount))
        {
            string Told(int? side) => side is int pixels ? pixels.ToString(CultureInfo.InvariantCulture) : "null";
            throw new ArgumentException(
                $"ImageWidth is {Told(width)} and ImageHeight {Told(height)}; their product must be the number of columns, {columnCount}.",
                option);
        }
    }

    private static void RequireSampleSize(int? size, string option, int rowCount)
    {
        if (size < 1 || size > rowCount)
        {
            throw new ArgumentOutOfRangeException(
                option, size, $"{option} is {size}; it must lie between 1 and the number of rows, {rowCount}, or be null.");
        }
    }

    private static void RequireCount(IReadOnlyList<string>? texts, string option, int count, string what)
    {
        if (texts is not null && texts.Count != count)
        {
            throw new ArgumentException($"{option} holds {texts.Count} entries, but there are {count} {what}.", option);
        }
    }
}
