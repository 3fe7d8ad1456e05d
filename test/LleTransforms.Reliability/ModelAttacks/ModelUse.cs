namespace LleTransforms.Reliability.ModelAttacks;

/// <summary>Uses a loaded model as a caller would and finds out whether it works: finite numbers of the
/// right length, in every way in.</summary>
internal static class ModelUse
{
    private const int Probes = 6;

    /// <summary>What is wrong with the model; null where nothing is.</summary>
    public static string? FindFault(LleModel model)
    {
        FeatureMatrix rows = RowsOf(model);
        FeatureMatrix placed = model.Transform(rows);
        if (placed.NumberOfRows != rows.NumberOfRows || placed.NumberOfColumns != model.NumberOfComponents)
        {
            return $"{rows.NumberOfRows} rows are placed as {placed.NumberOfRows} x {placed.NumberOfColumns}";
        }

        float[] single = new float[model.NumberOfComponents];
        for (int row = 0; row < rows.NumberOfRows; row++)
        {
            model.Transform(InUnits(rows, row), single);
            if (!single.AsSpan().SequenceEqual(placed.Row(row)) || !Array.TrueForAll(single, float.IsFinite))
            {
                return $"row {row} is placed at {string.Join(", ", single.Take(4))}, in a batch at " +
                    $"{string.Join(", ", placed.Row(row)[..Math.Min(4, single.Length)].ToArray())}";
            }
        }

        if ((FindSparseFault(model) ?? FindOrdinaryFault(model)) is string fault)
        {
            return fault;
        }

        if (!model.HoldsTrainingRows)
        {
            return null;
        }

        LleExplanation explanation = model.Explain(InUnits(rows, 0));
        LleExplanation ofTraining = model.ExplainTrainingRow(model.Content.Rows!.DistinctIndex is int[] index
            ? Array.FindIndex(index, at => at < model.NumberOfHeldRows)
            : 0);
        bool explained = Sound(explanation, model) && Sound(ofTraining, model)
            && Enumerable.Range(0, Math.Min(Probes, model.NumberOfTrainingRows)).All(row => AllFinite(model.Coordinates(row)));
        return explained ? FindGrowthFault(model) : "coordinates or explanations are not sound";
    }

    /// <summary>A model that holds its graph grows and loses a row, or says by a documented error why not.</summary>
    private static string? FindGrowthFault(LleModel model)
    {
        if (!model.HoldsGraph)
        {
            return null;
        }

        try
        {
            LleModel less = model.Without([0]);
            LleModel grown = less.Extend(RowsOf(less)).Model;
            return Enumerable.Range(0, grown.NumberOfTrainingRows).All(row => AllFinite(grown.Coordinates(row)))
                ? null
                : "a grown model has coordinates that are not finite";
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or InsufficientMemoryException)
        {
            return null;
        }
    }

    /// <summary>Rows as anybody may have them, whatever the model's own units are, have a place.</summary>
    private static string? FindOrdinaryFault(LleModel model)
    {
        float[] row = new float[model.NumberOfFeatures], placed = new float[model.NumberOfComponents];
        foreach (float size in new[] { 0.1f, 30, -1e6f, 3e38f })
        {
            for (int column = 0; column < row.Length; column++)
            {
                row[column] = size / (1 + (column % 3));
            }

            model.Transform(row, placed);
            bool mayHaveNoPlace = model.Metric == LleMetric.Cosine || (model.Metric == LleMetric.Precomputed && size < 0);
            if (!mayHaveNoPlace && !Array.TrueForAll(placed, float.IsFinite))
            {
                return $"a row of values of {size} is placed at {string.Join(", ", placed.Take(4))}";
            }
        }

        return null;
    }

    /// <summary>Rows that are given sparse are placed where the same rows are placed whole.</summary>
    private static string? FindSparseFault(LleModel model)
    {
        var sparse = new FeatureMatrixBuilder(model.NumberOfFeatures);
        var whole = new FeatureMatrixBuilder(model.NumberOfFeatures);
        for (int probe = 0; probe < Probes; probe++)
        {
            int[] columns =
                [.. Enumerable.Range(0, 3).Select(term => (int)((probe + (term * 37L)) % model.NumberOfFeatures)).Distinct().Order()];
            float[] values = [.. columns.Select(column => (float)(model.Content.Scaling.Center[column] * (1 + (0.01 * probe))))];
            float[] row = new float[model.NumberOfFeatures];
            for (int i = 0; i < columns.Length; i++)
            {
                row[columns[i]] = values[i];
            }

            sparse.AppendSparse(columns, values);
            whole.Append(row);
        }

        FeatureMatrix expected = model.Transform(whole.Build());
        return model.Transform(sparse.Build()).Values.AsSpan().SequenceEqual(expected.Values)
            ? null
            : "sparse rows are placed elsewhere than the same rows given whole";
    }

    /// <summary>A row as the caller has it, in double precision.</summary>
    private static double[] InUnits(FeatureMatrix rows, int row)
    {
        double[] given = new double[rows.NumberOfColumns];
        rows.CopyRow(row, given);
        return given;
    }

    private static bool Sound(LleExplanation explanation, LleModel model) =>
        explanation.Weights.Count == model.NumberOfNeighbors && explanation.TrainingRows.Count == model.NumberOfNeighbors
        && explanation.Weights.All(double.IsFinite) && explanation.TrainingRows.All(row => row >= 0 && row < model.NumberOfTrainingRows)
        && double.IsFinite(explanation.ReconstructionError);

    private static bool AllFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Rows in the model's own units: its centre, and steps from it as long as the fitted rows'.</summary>
    private static FeatureMatrix RowsOf(LleModel model)
    {
        double[] center = model.Content.Scaling.Center;
        double unit = Math.ScaleB(1, model.Content.Scaling.ScaleExponent);
        bool isOfDistances = model.Metric == LleMetric.Precomputed;
        var builder = new FeatureMatrixBuilder(center.Length, Probes) { RoundsToSingle = isOfDistances };
        double[] row = new double[center.Length];
        for (int probe = 1; probe <= Probes; probe++)
        {
            for (int c = 0; c < row.Length; c++)
            {
                row[c] = center[c] + (unit * 0.1 * (((c + 1) * probe % 7) - (isOfDistances ? 0 : 3)));
            }

            builder.Append(row);
        }

        return builder.Build();
    }
}
