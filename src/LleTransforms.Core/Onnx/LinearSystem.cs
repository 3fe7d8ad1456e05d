namespace LleTransforms.Onnx;

/// <summary>Solves A X = B for a batch of small symmetric positive definite matrices, by operators alone.</summary>
/// <remarks>
/// Block elimination: the first half of the unknowns is eliminated, the Schur complement is solved, each by halves again. A definite matrix
/// needs no pivots. Operators: about ten for each unknown. Work: k^3 / 3 multiplications and more, most of them in products of matrices.
/// </remarks>
internal static class LinearSystem
{
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
