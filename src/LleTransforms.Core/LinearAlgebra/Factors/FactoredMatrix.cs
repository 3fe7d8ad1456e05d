using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>The matrix whose factors are stored: A + e_r e_r^T + shift I.</summary>
/// <param name="Matrix">A.</param>
/// <param name="Transpose">A^T.</param>
/// <param name="BorderedRow">r; negative where there is no border.</param>
/// <param name="Shift">What is added to the diagonal.</param>
internal sealed record FactoredMatrix(SparseMatrix Matrix, SparseMatrix Transpose, int BorderedRow, double Shift)
{
    /// <summary>The root of the product of its norms by rows and by columns, which bounds the norm between them.</summary>
    public double Norm() => Math.Sqrt(Matrix.InfinityNorm() * Transpose.InfinityNorm()) + Shift;

    /// <summary>residual = right sides less the images of a block, under the transpose where that is asked for.</summary>
    public void Residual(ColumnBlock block, bool transposed, ColumnBlock rightSide, ColumnBlock residual, RunContext context)
    {
        (transposed ? Transpose : Matrix).Multiply(block, residual, context);
        for (int c = 0; BorderedRow >= 0 && c < ColumnBlock.Width; c++)
        {
            residual[BorderedRow, c] += block[BorderedRow, c];
        }

        residual.SubtractFrom(rightSide, context);
        if (Shift != 0)
        {
            residual.AddScaled(-Shift, block, context);
        }
    }
}
