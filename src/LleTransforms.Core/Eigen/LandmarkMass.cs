using System.Numerics.Tensors;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>Z^T Z, the inner products of rows seen from the landmarks.</summary>
internal abstract class LandmarkMass
{
    /// <summary>n.</summary>
    public abstract long NumberOfRows { get; }

    /// <summary>Z^T 1.</summary>
    public abstract double[] Sums { get; }

    /// <summary>The trace of Z^T Z.</summary>
    public abstract double Trace { get; }

    /// <summary>Replaces X (L x 4) by Z^T Z X.</summary>
    public abstract void Apply(ColumnBlock block, RunContext context);
}

/// <summary>Z^T Z by its factors, where Z is at hand. An instance is one caller's scratch. Cost 8 n k.</summary>
internal sealed class SparseLandmarkMass : LandmarkMass
{
    private readonly SparseMatrix _interpolation;
    private readonly SparseMatrix _transpose;
    private readonly ColumnBlock _rows;

    /// <param name="interpolation">Z, n x L.</param>
    public SparseLandmarkMass(SparseMatrix interpolation)
    {
        _interpolation = interpolation;
        _transpose = interpolation.Transpose();
        _rows = new ColumnBlock(interpolation.NumberOfRows);
        Sums = new double[_transpose.NumberOfRows];
        for (int i = 0; i < Sums.Length; i++)
        {
            ReadOnlySpan<double> weights =
                _transpose.Values.AsSpan(_transpose.RowStarts[i], _transpose.RowStarts[i + 1] - _transpose.RowStarts[i]);
            Sums[i] = TensorPrimitives.Sum(weights);
            Trace += TensorPrimitives.Dot(weights, weights);
        }
    }

    public override long NumberOfRows => _interpolation.NumberOfRows;

    public override double[] Sums { get; }

    public override double Trace { get; }

    public override void Apply(ColumnBlock block, RunContext context)
    {
        _interpolation.Multiply(block, _rows, context);
        _transpose.Multiply(_rows, block, context);
    }
}

/// <summary>Z^T Z as a dense matrix, for whoever has summed it and has no rows. Cost 8 L^2.</summary>
internal sealed class DenseLandmarkMass : LandmarkMass
{
    private const int RowsInStep = 64;

    private readonly DenseMatrix _mass;

    /// <param name="lower">Z^T Z, L x L, the lower triangle filled; the upper one is filled here.</param>
    /// <param name="rowCount">n.</param>
    public DenseLandmarkMass(DenseMatrix lower, long rowCount)
    {
        int size = lower.NumberOfRows;
        for (int i = 0; i < size; i++)
        {
            Trace += lower[i, i];
            for (int j = 0; j < i; j++)
            {
                lower[j, i] = lower[i, j];
            }
        }

        // Each row's weights sum to one, so Z^T 1 = Z^T Z 1.
        Sums = new double[size];
        for (int i = 0; i < size; i++)
        {
            Sums[i] = TensorPrimitives.Sum<double>(lower.Row(i));
        }

        (_mass, NumberOfRows) = (lower, rowCount);
    }

    public override long NumberOfRows { get; }

    public override double[] Sums { get; }

    public override double Trace { get; }

    public override void Apply(ColumnBlock block, RunContext context)
    {
        ColumnBlock source = block.Clone();
        int size = _mass.NumberOfRows;
        Parallel.For(0, (size + RowsInStep - 1) / RowsInStep, context.Parallelism, step =>
        {
            Span<double> sums = stackalloc double[ColumnBlock.Width];
            for (int i = step * RowsInStep; i < Math.Min(size, (step + 1) * RowsInStep); i++)
            {
                sums.Clear();
                ReadOnlySpan<double> row = _mass.Row(i);
                for (int j = 0; j < row.Length; j++)
                {
                    ReadOnlySpan<double> values = source.Row(j);
                    for (int c = 0; c < sums.Length; c++)
                    {
                        sums[c] += row[j] * values[c];
                    }
                }

                sums.CopyTo(block.Row(i));
            }
        });
    }
}
