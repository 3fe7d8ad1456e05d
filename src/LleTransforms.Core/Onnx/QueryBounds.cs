namespace LleTransforms.Onnx;

/// <summary>What approximate squared distances of each query may be wrong by.</summary>
/// <param name="builder">Receives the operators.</param>
/// <param name="squares">The queries' squared lengths, [n, 1].</param>
/// <param name="products">The largest products of lengths that a distance is made of.</param>
/// <param name="rest">What sums in double may be wrong by.</param>
internal sealed class QueryBounds(GraphBuilder builder, string squares, string products, string rest)
{
    /// <summary>The queries' squared lengths, [n, 1].</summary>
    public string Squares => squares;

    /// <param name="builder">Receives the operators.</param>
    /// <param name="squares">The queries' squared lengths, [n, 1].</param>
    /// <param name="largestNorm">The length of the longest fitted row.</param>
    /// <param name="columnCount">D.</param>
    public static QueryBounds Of(GraphBuilder builder, string squares, double largestNorm, int columnCount)
    {
        string norm = builder.Node("Sqrt", [squares]);
        string reach = builder.Add(norm, builder.Double(largestNorm));
        string products = builder.Multiply(builder.Add(reach, norm), builder.Double(largestNorm));
        string rest = builder.Multiply(
            builder.Square(reach), builder.Double(2 * SearchPrecision.RoundingOfProducts(columnCount, OnnxElement.Double)));
        return new QueryBounds(builder, squares, products, rest);
    }

    /// <param name="relativeError">What products of rows may be wrong by, beside the product of their lengths.</param>
    /// <returns>[n, 1].</returns>
    public string Of(double relativeError) => builder.Add(builder.Multiply(products, builder.Double(relativeError)), rest);
}
