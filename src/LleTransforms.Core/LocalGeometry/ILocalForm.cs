namespace LleTransforms.LocalGeometry;

/// <summary>
/// One row's share of an alignment matrix M: a positive semidefinite form over the members of its neighbourhood, zero on constants.
/// M is the sum of all rows' forms.
/// </summary>
/// <remarks>An instance is one thread's scratch. Rows come in groups, since small eigenproblems are solved faster side by side; a form does
/// not depend on the others of its group.</remarks>
internal interface ILocalForm
{
    /// <summary>The forms of rows that follow each other.</summary>
    /// <param name="firstRow">The first of them.</param>
    /// <param name="neighbors">k neighbours a row, for at most <see cref="TangentCoordinates.LargestGroup"/> rows: the first k members.
    /// Where the form has k + 1 members, the row itself is the last.</param>
    /// <param name="forms">Receives a lower triangle for each row, row after row: m (m + 1) / 2 numbers for m members.</param>
    void Compute(int firstRow, ReadOnlySpan<int> neighbors, Span<double> forms);
}

/// <summary>A form that must see all rows before it can be made. A first pass leaves in each row's place what the second needs.</summary>
internal interface IPreparedForm : ILocalForm
{
    /// <summary>The first pass over rows that follow each other; <see cref="ILocalForm.Compute"/> finds what it left.</summary>
    /// <param name="firstRow">The first of them.</param>
    /// <param name="neighbors">k neighbours a row, for at most <see cref="TangentCoordinates.LargestGroup"/> rows.</param>
    /// <param name="forms">As long as the forms will be, at least 2 k + 1 numbers a row.</param>
    void Prepare(int firstRow, ReadOnlySpan<int> neighbors, Span<double> forms);
}
