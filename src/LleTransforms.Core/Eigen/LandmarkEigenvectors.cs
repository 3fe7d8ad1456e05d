using System.Diagnostics;
using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>The best d coordinates among those that landmarks give to all rows: the bottom eigenvectors of M within the range of
/// Z.</summary>
/// <remarks>
/// Vladymyrov and Carreira-Perpinan 2013, section 3. The subspace comes from <see cref="ReducedPencil"/>, its eigenvalues and vectors from
/// the rows themselves by Rayleigh-Ritz, in residual form for M = A^T A.
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
        string name = $"landmarks, {interpolation.NumberOfColumns} for {interpolation.NumberOfRows} rows";
        context.Say(LlePhase.Factorization, LleSeverity.Info, $"Eigen solver: {name}.");
        try
        {
            long started = Stopwatch.GetTimestamp();
            ReducedPencil pencil = ReducedPencil.Create(alignment, interpolation, context);
            var statistics = new EigenStatistics { FactorSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds };
            ColumnBlocks landmarks = FindAtLandmarks(pencil, request, context, out int steps);
            ColumnBlocks basis = landmarks.Convert(block => Expand(block, interpolation, context));
            (double[] values, DenseMatrix vectors) = RayleighRitz.Solve(basis, alignment, request.Count, context);
            context.Report(LlePhase.Eigenvectors, request.Count, request.Count);
            statistics.Iterations = steps;
            return new EigenSolution(values, vectors, name) { Statistics = statistics };
        }
        catch (SolverException failure)
        {
            throw new LleMessage(
                $"The eigenvectors over {interpolation.NumberOfColumns} landmarks were not found: {failure.Message}.",
                $"A larger {LleOptionName.NumberOfLandmarks} or a larger {LleOptionName.Regularization} would help.")
                .In(text => new InvalidOperationException(text, failure));
        }
    }

    /// <summary>What the landmarks have of a basis of the bottom subspace, L x d.</summary>
    /// <exception cref="SolverException">No basis was found.</exception>
    public static ColumnBlocks FindAtLandmarks(ReducedPencil pencil, EigenRequest request, FitContext context, out int steps)
    {
        steps = 0;
        ColumnBlocks reduced = pencil.Size <= Math.Max(DenseLandmarks, 3 * request.Count)
            ? Dense(pencil, request.Count, context)
            : BlockLanczos.Run(pencil, request, request.Tolerance, context, out steps);
        return reduced.Convert(pencil.ToLandmarks);
    }

    /// <summary>Bytes of a solve: Z twice, A Z twice where M = A^T A, a few blocks of rows, and the landmarks' dense problem.</summary>
    /// <param name="rowCount">n.</param>
    /// <param name="landmarkCount">L.</param>
    /// <param name="neighborCount">k.</param>
    /// <param name="count">d.</param>
    /// <param name="isFactored">Whether M = A^T A. A row of A Z holds about half of k (k + 1) entries.</param>
    public static double Bytes(double rowCount, double landmarkCount, double neighborCount, int count, bool isFactored)
    {
        double interpolation = 24 * neighborCount;
        double product = isFactored ? 12 * Math.Min(2 * landmarkCount, neighborCount * (neighborCount + 1)) : 0;
        return (rowCount * (interpolation + product + (32.0 * (count + 4.0)))) + (8 * landmarkCount * landmarkCount);
    }

    private static ColumnBlock Expand(ColumnBlock landmarks, SparseMatrix interpolation, FitContext context)
    {
        ColumnBlock rows = new(interpolation.NumberOfRows);
        interpolation.Multiply(landmarks, rows, context);
        return rows;
    }

    private static ColumnBlocks Dense(ReducedPencil pencil, int count, FitContext context)
    {
        int size = pencil.Size;
        DenseMatrix images = ColumnBlocks.FromRows(DenseMatrix.Identity(size)).Convert(block => Image(pencil, block, context)).ToRows(size);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                images[i, j] = images[j, i] = (images[i, j] + images[j, i]) / 2;
            }
        }

        var eigen = new SmallSymmetricEigen(size, context);
        try
        {
            eigen.Decompose(images.Values, size);
        }
        catch (ArithmeticException fault)
        {
            throw new SolverException($"the reduced problem of {size} landmarks was not solved: {fault.Message}");
        }

        eigen.FindLargestVectors(count);
        return ColumnBlocks.FromRows(eigen.LargestVectors(count));
    }

    private static ColumnBlock Image(ReducedPencil pencil, ColumnBlock block, FitContext context)
    {
        block.Center(context);
        pencil.Apply(block, context);
        return block;
    }
}
