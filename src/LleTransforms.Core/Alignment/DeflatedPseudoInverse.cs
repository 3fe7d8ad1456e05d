using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.Alignment;

/// <summary>
/// Applies M^+ without eigenvectors that are known. Saad, "Numerical Methods for Large Eigenvalue Problems", revised ed. (2011), section
/// 4.2. Where an eigenvalue of M is all but 0, that of M^+ is very large. The rounding of a solve along its vector then drowns all others.
/// Taken out before and after each solve, that vector leaves the others their digits. Cost of an application: that of M^+ and O(n m) for m
/// known vectors.
/// </summary>
/// <param name="pseudoInverse">M^+.</param>
/// <param name="known">Orthonormal vectors; columns of zeros fill the last block.</param>
internal sealed class DeflatedPseudoInverse(IPseudoInverse pseudoInverse, ColumnBlocks known) : IPseudoInverse
{
    public int Size => pseudoInverse.Size;

    public void Apply(ColumnBlock block, RunContext context)
    {
        Remove(block, context);
        pseudoInverse.Apply(block, context);

        // What rounding put along a known vector may be larger than all the rest.
        Remove(block, context);
        Remove(block, context);
    }

    private void Remove(ColumnBlock block, RunContext context) =>
        block.SubtractProduct(known.Blocks, block.AlongBasis(known.Blocks, context), context);
}
