namespace LleTransforms.Neighbors;

/// <summary>Which rows each row leads to: its neighbours, or those that count in M. Decides into which parts the rows fall.</summary>
/// <param name="starts">Row i's links stand at [starts[i], starts[i + 1]).</param>
/// <param name="targets">The rows that are led to; a row may lead to itself, which joins nothing.</param>
internal sealed class RowLinks(int[] starts, int[] targets)
{
    public int NumberOfRows { get; } = starts.Length - 1;

    /// <summary>All links, row after row.</summary>
    public ReadOnlySpan<int> Targets => targets;

    public ReadOnlySpan<int> Of(int row) => targets.AsSpan(starts[row]..starts[row + 1]);
}
