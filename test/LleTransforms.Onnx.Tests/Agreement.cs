using Microsoft.ML.OnnxRuntime;

namespace LleTransforms.Onnx.Tests;

/// <summary>How far a graph's answers lie from its model's.</summary>
internal static class Agreement
{
    /// <summary>Of a column's scale.</summary>
    public const double Tolerance = 1e-6;

    private static readonly LleOnnxOptions _explained = new()
    {
        NeighborsName = "neighbors",
        NeighborWeightsName = "weights",
        ReconstructionErrorName = "error",
    };

    /// <summary>The first answer that differs, in words; null where none does.</summary>
    /// <remarks>A graph of coordinates alone decides fewer rows by exact sums than one that explains them, so both are compared.</remarks>
    public static string? FindFault(
        LleModel model, double[][] rows, bool takesDoubles, GraphOptimizationLevel optimization, int rowsInBlock = 8192)
    {
        var plain = new LleOnnxOptions { TakesDoubles = takesDoubles, RowsInBlock = rowsInBlock };
        string? fault = FindFault(model, rows, plain, [plain.OutputName], optimization);
        return fault is not null || !model.HoldsTrainingRows
            ? fault
            : FindFault(
                model, rows, _explained with { TakesDoubles = takesDoubles, RowsInBlock = rowsInBlock },
                [plain.OutputName, "neighbors", "weights", "error"], optimization);
    }

    private static string? FindFault(
        LleModel model, double[][] rows, LleOnnxOptions options, string[] names, GraphOptimizationLevel optimization)
    {
        using var exported = new ExportedModel(model, options, optimization);
        int columnCount = model.NumberOfFeatures;
        double[] flat = [.. rows.SelectMany(row => row)];
        IReadOnlyList<DisposableNamedOnnxValue> found = options.TakesDoubles
            ? exported.Run(flat, columnCount, names)
            : exported.Run(Array.ConvertAll(flat, value => (float)value), columnCount, names);
        float[] coordinates = [.. found[0].AsTensor<float>()];
        double[] scales = Scales(model);
        for (int row = 0; row < rows.Length; row++)
        {
            float[] expected = Expected(model, rows[row], options.TakesDoubles);
            ReadOnlySpan<float> given = coordinates.AsSpan(row * expected.Length, expected.Length);
            string? fault = Differ(expected, given, scales) ? $"row {row}: {Text(given)} in place of {Text(expected)}" : null;
            fault ??= names.Length > 1 && !float.IsNaN(expected[0])
                ? Explanation(model, rows[row], options.TakesDoubles, row, found)
                : null;
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    public static float[] Expected(LleModel model, double[] row, bool takesDoubles)
    {
        float[] expected = new float[model.NumberOfComponents];
        if (takesDoubles)
        {
            model.Transform(row, expected);
        }
        else
        {
            model.Transform(Array.ConvertAll(row, value => (float)value), expected);
        }

        return expected;
    }

    private static string? Explanation(
        LleModel model, double[] row, bool takesDoubles, int place, IReadOnlyList<DisposableNamedOnnxValue> found)
    {
        int k = model.NumberOfNeighbors;
        LleExplanation expected = takesDoubles
            ? model.Explain(row)
            : model.Explain(Array.ConvertAll(row, value => (float)value));
        long[] neighbors = found[1].AsTensor<long>().Skip(place * k).Take(k).ToArray();
        if (!neighbors.SequenceEqual(expected.TrainingRows.Select(number => (long)number)))
        {
            return $"row {place}: neighbours {string.Join(' ', neighbors)} in place of {string.Join(' ', expected.TrainingRows)}";
        }

        float[] weights = found[2].AsTensor<float>().Skip(place * k).Take(k).ToArray();
        double largest = expected.Weights.Max(Math.Abs);
        for (int j = 0; j < k; j++)
        {
            if (!(Math.Abs(weights[j] - expected.Weights[j]) <= Tolerance * Math.Max(1, largest)))
            {
                return $"row {place}: weight {weights[j]} in place of {expected.Weights[j]}";
            }
        }

        float error = found[3].AsTensor<float>().ToArray()[place];
        double size = row.Sum(value => value * value);
        return Math.Abs(error - expected.ReconstructionError) <= (1e-5 * expected.ReconstructionError) + (1e-12 * size) + 1e-30
            ? null
            : $"row {place}: error {error} in place of {expected.ReconstructionError}";
    }

    private static bool Differ(float[] expected, ReadOnlySpan<float> given, double[] scales)
    {
        for (int c = 0; c < expected.Length; c++)
        {
            bool isSame = float.IsNaN(expected[c])
                ? float.IsNaN(given[c])
                : Math.Abs((double)expected[c] - given[c]) <= Tolerance * Math.Max(scales[c], Math.Abs(expected[c]));
            if (!isSame)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The largest coordinate of each column, and no less than its deviation, which is 1.</summary>
    private static double[] Scales(LleModel model)
    {
        double[] scales = [.. Enumerable.Repeat(1.0, model.NumberOfComponents)];
        for (int row = 0; model.HoldsTrainingRows && row < model.NumberOfTrainingRows; row++)
        {
            for (int c = 0; c < scales.Length; c++)
            {
                scales[c] = Math.Max(scales[c], Math.Abs(model.Coordinates(row)[c]));
            }
        }

        return scales;
    }

    private static string Text(ReadOnlySpan<float> values) => string.Join(' ', values.ToArray());
}
