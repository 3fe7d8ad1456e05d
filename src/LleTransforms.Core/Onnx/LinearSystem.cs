namespace LleTransforms.Onnx;

/// <summary>Solves A X = B for a batch of small symmetric positive definite matrices, by operators alone.</summary>
/// <remarks>
/// Block elimination: the first half of the unknowns is eliminated, the Schur complement is solved, each by halves again. A definite matrix
/// needs no pivots. Operators: about ten for each unknown. Work: k^3 / 3 multiplications and more, most of them in products of matrices.
/// </remarks>
internal static class LinearSystem
{
    /// <summary>Up to so many unknowns, and down to such a ridge, an iteration takes fewer operators than elimination.</summary>
    private const int MostIterated = 16;

    private const double SmallestIteratedRidge = 1e-4;
    private const double LargestError = 1e-17;

    /// <summary>Solves with a Gram matrix of trace t that has r t added on its diagonal: eigenvalues lie from r t to (1 + r) t.</summary>
    /// <remarks>
    /// A single row waits for each operator, so that few of them count more than few multiplications. The iteration X (2 I - A X) of
    /// Schulz 1933 doubles the digits of the inverse at each step. The bounds of the eigenvalues are known. So each step's result is
    /// scaled to lie about the inverse, and the first digits come in half the steps (Pan and Schreiber 1991).
    /// </remarks>
    /// <param name="builder">Receives the operators.</param>
    /// <param name="ridged">A, [n, size, size].</param>
    /// <param name="trace">t, [n, 1, 1]; above 0 where the Gram matrix is 0, too.</param>
    /// <param name="right">[n, size, 1]; null for ones.</param>
    /// <param name="size">Unknowns.</param>
    /// <param name="ridge">r.</param>
    /// <returns>[n, size, 1].</returns>
    public static string SolveRidged(GraphBuilder builder, string ridged, string trace, string? right, int size, double ridge)
    {
        if (size > MostIterated || ridge < SmallestIteratedRidge)
        {
            return Solve(builder, ridged, right ?? OnesLike(builder, ridged), size, 1);
        }

        double[] scales = Scales(ridge, out double first);
        string inverse = builder.Divide(builder.Identity(size, first / scales[0]), trace);
        foreach (double scale in scales)
        {
            string rest = builder.Subtract(builder.Identity(size, 2 / scale), builder.MatrixProduct(ridged, inverse));
            inverse = builder.MatrixProduct(inverse, rest);
        }

        return right is null ? builder.Reduce("Sum", inverse, 2) : builder.MatrixProduct(inverse, right);
    }

    /// <summary>Ones in the shape of a column of the matrices, for any number of them.</summary>
    private static string OnesLike(GraphBuilder builder, string matrix) => builder.Add(
        builder.Multiply(builder.Gather(matrix, builder.Integers(0), 2), builder.Double(0)), builder.Double(1));

    /// <summary>What the iterate of each step is short of by a factor, so that all scaling is in constants; after the last step
    /// nothing.</summary>
    /// <param name="ridge">r.</param>
    /// <param name="first">The factor of I / t that lies about the inverse.</param>
    private static double[] Scales(double ridge, out double first)
    {
        first = 2 / (1 + (2 * ridge));
        var factors = new List<double>();
        double error = 1 / (1 + (2 * ridge));
        for (; error * error > LargestError; error *= error * factors[^1] / 2)
        {
            factors.Add(2 / (2 - (error * error)));
        }

        // One more step than needed takes away what the others rounded.
        var scales = new double[factors.Count + 2];
        scales[^1] = 1;
        for (int step = scales.Length - 2; step >= 0; step--)
        {
            double factor = step < factors.Count ? factors[step] : 1;
            scales[step] = Math.Sqrt(scales[step + 1] / factor);
        }

        return scales;
    }

    /// <param name="builder">Receives the operators.</param>
    /// <param name="matrix">[n, size, size].</param>
    /// <param name="right">[n, size, columns].</param>
    /// <param name="size">Unknowns.</param>
    /// <param name="columns">Right-hand sides.</param>
    /// <returns>[n, size, columns].</returns>
    public static string Solve(GraphBuilder builder, string matrix, string right, int size, int columns)
    {
        if (size == 1)
        {
            return builder.Divide(right, matrix);
        }

        int first = size / 2;
        int second = size - first;
        string[] rows = builder.Split(matrix, 1, first, second);
        string[] upper = builder.Split(rows[0], 2, first, second);
        string[] lower = builder.Split(rows[1], 2, first, second);
        string[] rights = builder.Split(right, 1, first, second);
        string eliminated = Solve(builder, upper[0], builder.Concat(2, upper[1], rights[0]), first, second + columns);
        string[] solved = builder.Split(builder.MatrixProduct(lower[0], eliminated), 2, second, columns);
        string last = Solve(
            builder, builder.Subtract(lower[1], solved[0]), builder.Subtract(rights[1], solved[1]), second, columns);
        string[] known = builder.Split(eliminated, 2, second, columns);
        string start = builder.Subtract(known[1], builder.MatrixProduct(known[0], last));
        return builder.Concat(1, start, last);
    }
}
