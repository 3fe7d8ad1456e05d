namespace LleTransforms.Tables;

/// <summary>How a file writes its numbers.</summary>
/// <param name="Decimal">What stands before decimals.</param>
/// <param name="Thousands">What groups thousands, a blank for any kind of blank; null where they are not grouped.</param>
internal sealed record NumberFormat(char Decimal, char? Thousands)
{
    public static NumberFormat Plain { get; } = new('.', null);

    public bool IsPlain => Decimal == '.' && Thousands is null;
}
