using LleTransforms.LinearAlgebra.Sparse;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>A matrix, and the order by which its factors may eliminate rows.</summary>
/// <param name="Matrix">Its numbers.</param>
/// <param name="Order">Null where it is still to be found.</param>
internal sealed record OrderedMatrix(SparseMatrix Matrix, DegreeOrder? Order);
