namespace LleTransforms.LocalGeometry;

/// <summary>
/// One row's share of an alignment matrix M: a positive semidefinite form over the members of its neighbourhood, zero on constants.
/// M is the sum of all rows' forms.
/// </summary>
/// <remarks>An instance is one thread's scratch.</remarks>
internal interface ILocalForm
{
    /// <summary>The form of one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="neighbors">Its k neighbours: the first k members. Where the form has k + 1 members, the row itself is the last.</param>
    /// <param name="form">Receives the lower triangle, row after row: m (m + 1) / 2 numbers for m members.</param>
    void Compute(int row, ReadOnlySpan<int> neighbors, Span<double> form);
}

/// <summary>A form that must see all rows before it can be made: a first pass leaves in each row's place what the second needs.</summary>
internal interface IPreparedForm : ILocalForm
{
    /// <summary>The first pass over one row; <see cref="ILocalForm.Compute"/> finds what it left.</summary>
    /// <param name="row">The row.</param>
    /// <param name="neighbors">Its k neighbours.</param>
    /// <param name="form">As long as the form will be, at least 2 k + 1 numbers.</param>
    void Prepare(int row, ReadOnlySpan<int> neighbors, Span<double> form);
}
