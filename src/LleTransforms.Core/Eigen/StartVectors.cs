using System.Numerics.Tensors;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>The vectors from which an iteration begins: known ones as far as there are, and random ones.</summary>
internal static class StartVectors
{
    private const int Sweeps = 10;
    private const int SweepsNear = 3;

    /// <param name="rowCount">n.</param>
    /// <param name="count">How many there are to be.</param>
    /// <param name="request">Has the seed, and vectors that are known; more of them than asked are left out.</param>
    /// <returns>n x count.</returns>
    public static DenseMatrix Create(int rowCount, int count, EigenRequest request)
    {
        DenseMatrix vectors = new(rowCount, count);
        Random random = new(request.Seed);
        foreach (ref double value in vectors.Values.AsSpan())
        {
            value = (2 * random.NextDouble()) - 1;
        }

        for (int c = 0; request.Start is { } known && c < Math.Min(known.NumberOfColumns, count); c++)
        {
            Replace(vectors, known, c);
        }

        return vectors;
    }

    /// <summary>Smooths random vectors once by the preconditioner: their bottom components then stand out. Known vectors are smooth, and
    /// what the preconditioner misses of the inverse would spoil them.</summary>
    /// <param name="vectors">n x count, the known ones first.</param>
    /// <param name="other">A block of that size, of whatever content.</param>
    /// <param name="request">Has the vectors that are known.</param>
    /// <param name="preconditioner">T.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <returns>The smoothed block, and one of whatever content.</returns>
    public static (DenseMatrix Smoothed, DenseMatrix Other) Smooth(
        DenseMatrix vectors, DenseMatrix other, EigenRequest request, IncompletePreconditioner preconditioner, FitContext context)
    {
        int known = Math.Min(request.Start?.NumberOfColumns ?? 0, vectors.NumberOfColumns);
        if (known == vectors.NumberOfColumns)
        {
            return (vectors, other);
        }

        preconditioner.Apply(vectors, other, context);
        for (int row = 0; row < vectors.NumberOfRows && known > 0; row++)
        {
            vectors.Row(row)[..known].CopyTo(other.Row(row));
        }

        return (other, vectors);
    }

    /// <summary>Gives rows of which nothing is known the values that make S v least, row by row. For A that is the weighted mean of a
    /// row's neighbours, for M what its neighbourhoods want. Rows that lean on them then do the same.</summary>
    /// <param name="vectors">n x c, with zeros in those rows.</param>
    /// <param name="unknown">The rows.</param>
    /// <param name="stored">S, n x n.</param>
    /// <remarks>Gauss-Seidel. Rows that lean on each other take several sweeps; a start needs few digits. Without the second part the first
    /// steps of an iteration go into such rows, whose weights are new too.</remarks>
    public static void Complete(DenseMatrix vectors, int[] unknown, SparseMatrix stored)
    {
        bool[] isUnknown = new bool[stored.NumberOfRows];
        Array.ForEach(unknown, row => isUnknown[row] = true);
        int[] near = [.. Enumerable.Range(0, stored.NumberOfRows).Where(row => Touches(stored, row, isUnknown))];
        Relax(vectors, unknown, stored, Sweeps);
        Relax(vectors, near, stored, SweepsNear);
    }

    private static bool Touches(SparseMatrix stored, int row, bool[] columns)
    {
        int start = stored.RowStarts[row];
        return Array.FindIndex(stored.Columns, start, stored.RowStarts[row + 1] - start, column => columns[column]) >= 0;
    }

    private static void Relax(DenseMatrix vectors, int[] rows, SparseMatrix stored, int sweeps)
    {
        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            foreach (int row in rows)
            {
                Relax(vectors, row, stored);
            }
        }
    }

    private static void Relax(DenseMatrix vectors, int row, SparseMatrix stored)
    {
        Span<double> target = vectors.Row(row);
        target.Clear();
        double diagonal = 0;
        for (int p = stored.RowStarts[row]; p < stored.RowStarts[row + 1]; p++)
        {
            if (stored.Columns[p] == row)
            {
                diagonal = stored.Values[p];
            }
            else
            {
                TensorPrimitives.MultiplyAdd(vectors.Row(stored.Columns[p]), -stored.Values[p], target, target);
            }
        }

        if (diagonal > 0)
        {
            TensorPrimitives.Divide(target, diagonal, target);
        }
    }

    /// <summary>Puts a known vector in the place of a random one. It is centred; one without length tells nothing.</summary>
    private static void Replace(DenseMatrix vectors, DenseMatrix known, int column)
    {
        int n = vectors.NumberOfRows;
        double mean = 0, largest = 0;
        for (int row = 0; row < n; row++)
        {
            mean += known[row, column] / n;
            largest = Math.Max(largest, Math.Abs(known[row, column]));
        }

        for (int row = 0; row < n && largest > 0; row++)
        {
            vectors[row, column] = known[row, column] - mean;
        }
    }
}
