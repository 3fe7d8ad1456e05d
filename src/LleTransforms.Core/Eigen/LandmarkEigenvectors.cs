using System.Diagnostics;
using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>The best d coordinates among those that landmarks give to all rows: the bottom eigenvectors of M within the range of Z.</summary>
/// <remarks>
/// Vladymyrov and Carreira-Perpinan 2013, section 3. The subspace comes from <see cref="ReducedPencil"/>, its eigenvalues and vectors from the rows
/// themselves by Rayleigh-Ritz, in residual form for M = A^T A.
/// </remarks>
internal static class LandmarkEigenvectors
{
    /// <summary>Up to this many landmarks a dense decomposition is quicker than Lanczos, which needs room for its basis.</summary>
    private const int DenseLandmarks = 120;

    /// <param name="alignment">M, n x n.</param>
    /// <param name="interpolation">Z, n x L: each row sums to one, each landmark's own row is its unit vector.</param>
    /// <param name="request">How many, and the seed.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static EigenSolution Find(AlignmentMatrix alignment, SparseMatrix interpolation, EigenRequest request, FitContext context)
    {
        string name = $"landmarks, {interpolation.ColumnCount} for {interpolation.RowCount} rows";
        context.Say(LlePhase.Factorization, LleSeverity.Info, $"Eigen solver: {name}.");
        try
        {
            long started = Stopwatch.GetTimestamp();
            ReducedPencil pencil = ReducedPencil.Create(alignment, interpolation, context);
            var statistics = new EigenStatistics { FactorSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds };
            started = Stopwatch.GetTimestamp();
            int steps = 0;
            List<double[]> reduced = pencil.Size <= Math.Max(DenseLandmarks, 3 * request.Count)
                ? Dense(pencil, request.Count, context)
                : BlockLanczos.Run(pencil, request, request.Tolerance, context, out steps);
            List<double[]> basis = reduced.ConvertAll(block => pencil.Expand(block, context));
            (double[] values, double[] vectors) = RayleighRitz.Solve(basis, alignment, request.Count, context);
            context.Report(LlePhase.Eigenvectors, request.Count, request.Count);
            statistics.Iterations = steps;
            statistics.IterationSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            return new EigenSolution(values, vectors, name) { Statistics = statistics };
        }
        catch (SolverException failure)
        {
            throw new LleMessage(
                $"The eigenvectors over {interpolation.ColumnCount} landmarks were not found: {failure.Message}.",
                $"A larger {LleOptionName.NumberOfLandmarks} or a larger {LleOptionName.Regularization} would help.")
                .In(text => new InvalidOperationException(text, failure));
        }
    }

    private static List<double[]> Dense(ReducedPencil pencil, int count, FitContext context)
    {
        const int Width = ColumnBlock.Width;
        int size = pencil.Size;
        double[] matrix = new double[size * size];
        for (int first = 0; first < size; first += Width)
        {
            double[] block = new double[size * Width];
            for (int c = 0; c < Width && first + c < size; c++)
            {
                block[((first + c) * Width) + c] = 1;
            }

            ColumnBlock.Center(block, context);
            pencil.Apply(block, context);
            for (int c = 0; c < Width && first + c < size; c++)
            {
                for (int i = 0; i < size; i++)
                {
                    matrix[(i * size) + first + c] = block[(i * Width) + c];
                }
            }
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double mean = (matrix[(i * size) + j] + matrix[(j * size) + i]) / 2;
                (matrix[(i * size) + j], matrix[(j * size) + i]) = (mean, mean);
            }
        }

        var eigen = new SmallSymmetricEigen(size, context);
        try
        {
            eigen.Decompose(matrix, size);
        }
        catch (ArithmeticException fault)
        {
            throw new SolverException($"the reduced problem of {size} landmarks was not solved: {fault.Message}");
        }

        eigen.FindLargestVectors(count);
        var blocks = new List<double[]>();
        for (int first = 0; first < count; first += Width)
        {
            double[] block = new double[size * Width];
            for (int c = 0; c < Width && first + c < count; c++)
            {
                ReadOnlySpan<double> vector = eigen.LargestVector(first + c);
                for (int i = 0; i < size; i++)
                {
                    block[(i * Width) + c] = vector[i];
                }
            }

            blocks.Add(block);
        }

        return blocks;
    }
}
