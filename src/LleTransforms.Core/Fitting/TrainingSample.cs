using LleTransforms.Features;
using LleTransforms.Model;
using LleTransforms.Placement;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>Gives the rows that were left out of a fit their coordinates, by the rule that places unseen rows.</summary>
/// <remarks>Cost: one batch search among the fitted rows and the weights; 8 d bytes a row that was left out.</remarks>
internal static class TrainingSample
{
    private const int RowsInBlock = 2048;
    private const int ValuesInBlock = 1 << 24;

    /// <param name="sample">The fit of the fitted rows alone.</param>
    /// <param name="distinct">All distinct rows.</param>
    /// <param name="fitted">Which of them were fitted, ascending.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    /// <returns>The fit with coordinates for every row.</returns>
    public static FitResult PlaceOthers(FitResult sample, DistinctRows distinct, int[] fitted, FitContext context)
    {
        LleModelContent content = sample.Content with { NumberOfTrainingRows = distinct.DistinctIndexOfRow.Length };
        if (content.Rows is not FittedRows rows)
        {
            return sample with { Content = content };
        }

        int d = content.NumberOfComponents;
        int known = rows.Embedding.Length / d;
        int[] place = RowSample.Places(fitted, distinct.Count);
        double[] coordinates = new double[checked(distinct.Count * d)];
        rows.Embedding.CopyTo(coordinates, 0);
        Place(ModelPlacement.Create(content, sample.Search, context), distinct.Features, place, known, coordinates.AsMemory(known * d),
            context);
        int[] index = Array.ConvertAll(distinct.DistinctIndexOfRow, row =>
            place[row] < known && rows.DistinctIndex is int[] inner ? inner[place[row]] : place[row]);
        return sample with { Content = content with { Rows = rows with { Embedding = coordinates, DistinctIndex = index }, Graph = null } };
    }

    private static void Place(
        IPlacement placement, CenteredFeatures features, int[] place, int known, Memory<double> coordinates, FitContext context)
    {
        int[] others = new int[place.Length - known];
        for (int row = 0; row < place.Length; row++)
        {
            if (place[row] >= known)
            {
                others[place[row] - known] = row;
            }
        }

        int rowsInBlock = Math.Min(Math.Clamp(ValuesInBlock / features.NumberOfColumns, 1, RowsInBlock), others.Length);
        float[] block = new float[rowsInBlock * features.NumberOfColumns];
        for (int start = 0; start < others.Length; start += rowsInBlock)
        {
            context.ThrowIfCancelled();
            int count = Math.Min(rowsInBlock, others.Length - start);
            features.Gather(others.AsSpan(start, count), block);
            int d = coordinates.Length / others.Length;
            placement.PlaceBlock(
                block.AsMemory(0, count * features.NumberOfColumns), count, coordinates.Slice(start * d, count * d), context);
            context.Report(LlePhase.Placement, start + count, others.Length);
        }
    }
}
