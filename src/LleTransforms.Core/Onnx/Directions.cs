using LleTransforms.Features;
using LleTransforms.Neighbors;

namespace LleTransforms.Onnx;

/// <summary>The map of <see cref="DirectionMap.TryMap"/> in operators: each row divided by its length, to the same bits.</summary>
internal static class Directions
{
    /// <param name="builder">Receives the operators.</param>
    /// <param name="rows">Rows as the engine has them.</param>
    /// <param name="directions">The directions of the fitted rows.</param>
    public static MappedRows Apply(GraphBuilder builder, MappedRows rows, UnitRows directions)
    {
        FeatureScaling scaling = directions.Features.Scaling;
        int columnCount = scaling.NumberOfColumns;
        string whole = builder.Add(rows.Double, builder.Constant("scaled_center", [.. directions.Map.ScaledCenter], columnCount));

        // The engine adds from the first column to the last, and so does a running sum.
        string running = builder.Node("CumSum", [builder.Square(whole), builder.Integers(1)]);
        string squaredLength = builder.Gather(running, builder.Integers(columnCount - 1), 1);
        string differs = builder.Node(
            "Not", [RowMapping.AllTrue(builder, builder.Equal(
                rows.Single, builder.Constant("row_without_direction", [.. directions.Map.ZeroRow], columnCount)))]);
        string hasDirection = builder.Node("And", [builder.Less(builder.Double(0), squaredLength), differs]);
        string inverse = builder.Divide(builder.Double(1), builder.Node("Sqrt", [squaredLength]));
        string unit = builder.Cast(builder.Multiply(whole, inverse), OnnxElement.Single);
        string centered = builder.Subtract(
            builder.Cast(unit, OnnxElement.Double), builder.Constant("direction_mean", scaling.Mean, columnCount));
        string scaled = builder.Cast(
            builder.Multiply(centered, builder.Double(Math.ScaleB(1, -scaling.ScaleExponent))), OnnxElement.Single);
        string bounded = builder.Node(
            "Clip", [scaled, builder.Single(-FeatureScaling.Farthest), builder.Single(FeatureScaling.Farthest)]);
        return RowMapping.KeepPlaced(builder, bounded, builder.Node("And", [rows.HasPlace, hasDirection]));
    }
}
