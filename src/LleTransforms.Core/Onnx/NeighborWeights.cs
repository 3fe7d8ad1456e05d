namespace LleTransforms.Onnx;

/// <summary>The weights of a row's neighbours in operators; each method follows the engine's class of the same rule.</summary>
internal static class NeighborWeights
{
    /// <summary>Below the square of the least difference that single precision has.</summary>
    private const double SmallestTrace = 1e-100;

    /// <summary>As <see cref="LocalGeometry.BarycentricWeights"/>: G w = 1, scaled to sum one.</summary>
    /// <param name="builder">Receives the operators.</param>
    /// <param name="differences">[n, k, D]: each neighbour less the row.</param>
    /// <param name="neighborCount">k.</param>
    /// <param name="regularization">The ridge as a share of the trace.</param>
    /// <returns>[n, k, 1].</returns>
    public static string Barycentric(GraphBuilder builder, string differences, int neighborCount, double regularization)
    {
        (string gram, string trace) = RidgedGram(builder, differences, neighborCount, regularization);
        string weights = LinearSystem.SolveRidged(builder, gram, trace, right: null, neighborCount, regularization);
        return builder.Divide(weights, builder.Reduce("Sum", weights, 1));
    }

    /// <summary>As <see cref="LocalGeometry.LocalAffineWeights"/>: a ridge regression about the neighbours' mean.</summary>
    /// <inheritdoc cref="Barycentric"/>
    public static string LocalAffine(GraphBuilder builder, string differences, int neighborCount, double regularization)
    {
        string mean = builder.Reduce("Mean", differences, 1);
        string centered = builder.Subtract(differences, mean);
        (string gram, string trace) = RidgedGram(builder, centered, neighborCount, regularization);
        string right = builder.Node("Neg", [builder.MatrixProduct(centered, builder.Column(mean))]);
        string slopes = LinearSystem.SolveRidged(builder, gram, trace, right, neighborCount, regularization);
        string rest = builder.Subtract(builder.Double(1), builder.Reduce("Sum", slopes, 1));
        return builder.Add(slopes, builder.Divide(rest, builder.Double(neighborCount)));
    }

    /// <summary>As <see cref="Methods.ConvexWeights"/>: the best shares, none negative, summing to one.</summary>
    /// <inheritdoc cref="Barycentric"/>
    public static string Convex(GraphBuilder builder, string differences, int neighborCount, double regularization) =>
        ConvexShares.Solve(builder, RidgedGram(builder, differences, neighborCount, regularization).Matrix, neighborCount);

    /// <summary>The Gram matrix with its ridge, [n, k, k], and its trace without. Where that is 0 any other does, for all weights become
    /// equal.</summary>
    private static (string Matrix, string Trace) RidgedGram(
        GraphBuilder builder, string differences, int neighborCount, double regularization)
    {
        string gram = builder.Gram(differences);
        string identity = builder.Identity(neighborCount);
        string sum = builder.Reduce("Sum", builder.Multiply(gram, identity), 1, 2);
        string trace = builder.Node("Max", [sum, builder.Double(SmallestTrace)]);
        string ridge = builder.Multiply(trace, builder.Double(regularization));
        return (builder.Add(gram, builder.Multiply(ridge, identity)), trace);
    }
}
