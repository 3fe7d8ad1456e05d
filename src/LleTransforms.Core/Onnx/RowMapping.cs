using LleTransforms.Features;

namespace LleTransforms.Onnx;

/// <summary>Rows as the engine computes with them, all finite, and which of them were.</summary>
/// <param name="Single">[n, D], single precision.</param>
/// <param name="Double">The same values in double.</param>
/// <param name="HasPlace">[n, 1], whether a row has a place at all; where not, its values are zeros.</param>
internal sealed record MappedRows(string Single, string Double, string HasPlace);

/// <summary>The map of <see cref="FeatureScaling"/> in operators: the same roundings at the same places, so the same bits.</summary>
internal static class RowMapping
{
    private const float Farthest = FeatureScaling.Farthest;

    /// <param name="builder">Receives the operators.</param>
    /// <param name="input">[n, D] as the user has them.</param>
    /// <param name="element">The kind of the input.</param>
    /// <param name="scaling">The map.</param>
    public static MappedRows Apply(GraphBuilder builder, string input, OnnxElement element, FeatureScaling scaling)
    {
        int columnCount = scaling.NumberOfColumns;
        string given = element == OnnxElement.Double ? input : builder.Cast(input, OnnxElement.Double);
        string stored = element == OnnxElement.Single && scaling.Offset is null ? given : Store(builder, given, scaling);
        string centered = builder.Subtract(stored, builder.Constant("mean", scaling.Mean, columnCount));
        string near = builder.Cast(
            builder.Multiply(centered, builder.Double(Math.ScaleB(1, -scaling.ScaleExponent))), OnnxElement.Single);
        string largest = builder.Reduce("Max", builder.Node("Abs", [near]), 1);
        string isNear = builder.LessOrEqual(largest, builder.Single(Farthest));
        string mapped = builder.Where(isNear, near, Far(builder, given, scaling));

        // Neither NaN nor infinity lies below infinity, and TopK would lose real neighbours beside a NaN.
        string hasPlace = builder.Less(builder.Reduce("SumSquare", mapped, 1), builder.Single(float.PositiveInfinity));
        return KeepPlaced(builder, mapped, hasPlace);
    }

    /// <summary>The rows with zeros where one has no place.</summary>
    public static MappedRows KeepPlaced(GraphBuilder builder, string rows, string hasPlace)
    {
        string single = builder.Where(hasPlace, rows, builder.Single(0));
        return new MappedRows(single, builder.Cast(single, OnnxElement.Double), hasPlace);
    }

    /// <summary>Whether all values of a row are true: [n, columns] to [n, 1].</summary>
    public static string AllTrue(GraphBuilder builder, string values) => builder.Less(
        builder.Single(0.5f), builder.Reduce("Min", builder.Cast(values, OnnxElement.Single), 1));

    /// <summary>Values as a table stores them; unrounded where single precision does not reach them.</summary>
    private static string Store(GraphBuilder builder, string given, FeatureScaling scaling)
    {
        string difference = scaling.Offset is null
            ? given
            : builder.Subtract(given, builder.Constant("offset", scaling.Offset, scaling.NumberOfColumns));
        string rounded = builder.Cast(builder.Cast(difference, OnnxElement.Single), OnnxElement.Double);
        string isWithin = builder.Less(builder.Node("Abs", [rounded]), builder.Double(double.PositiveInfinity));
        return builder.Where(isWithin, rounded, difference);
    }

    /// <summary>Rows too far away for single precision, each in its direction from the mean.</summary>
    private static string Far(GraphBuilder builder, string given, FeatureScaling scaling)
    {
        double[] halfCenter = [.. scaling.Center.Select(value => value / 2)];
        string halves = builder.Subtract(
            builder.Multiply(given, builder.Double(0.5)), builder.Constant("half_center", halfCenter, scaling.NumberOfColumns));
        string largest = builder.Reduce("Max", builder.Node("Abs", [halves]), 1);
        return builder.Cast(
            builder.Multiply(builder.Divide(halves, largest), builder.Double(Farthest)), OnnxElement.Single);
    }
}
