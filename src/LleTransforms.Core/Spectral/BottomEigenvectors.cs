namespace LleTransforms.Spectral;

/// <summary>What is asked of an eigen solver.</summary>
/// <param name="Count">How many eigenpairs after the constant null vector: d.</param>
/// <param name="Seed">Starts the pseudo-random start vectors; the same seed gives the same bits.</param>
internal sealed record EigenRequest(int Count, int Seed);

/// <summary>The d smallest eigenpairs of M after the constant null vector.</summary>
/// <param name="Eigenvalues">Ascending, d of them.</param>
/// <param name="Vectors">Column-major, d columns of n: unit norm, orthogonal to each other and to the constant vector.</param>
/// <param name="Solver">The solver's name and why it was chosen, for the log.</param>
internal sealed record EigenSolution(double[] Eigenvalues, double[] Vectors, string Solver);

/// <summary>Finds the bottom eigenvectors of an alignment matrix by the solver that suits it.</summary>
internal static class BottomEigenvectors
{
    public static EigenSolution Find(AlignmentMatrix alignment, EigenRequest request, FitContext context) =>
        throw new NotSupportedException();
}
