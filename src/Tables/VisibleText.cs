using System.Globalization;
using System.Text;

namespace LleTransforms.Tables;

/// <summary>Shows what a reader of a message would not see: signs without a shape stand as their code.</summary>
internal static class VisibleText
{
    private const int LongestQuote = 60;

    /// <summary>A piece of a file for a message: invisible signs as codes, and no longer than a line bears.</summary>
    public static string Quote(string text) =>
        Show(text.Length <= LongestQuote ? text : string.Concat(text.AsSpan(0, LongestQuote), "..."));

    public static string Show(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (Rune sign in text.EnumerateRunes())
        {
            if (sign.Value == ' ' || !IsInvisible(sign))
            {
                shown.Append(sign);
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"<U+{sign.Value:X4}>");
            }
        }

        return shown.ToString();
    }

    private static bool IsInvisible(Rune sign) => sign.Value == 0xFFFD || Rune.GetUnicodeCategory(sign) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
