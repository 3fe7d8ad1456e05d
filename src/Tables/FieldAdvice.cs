using System.Globalization;
using System.Text;

namespace LleTransforms.Tables;

/// <summary>What could help where a field is no number.</summary>
internal static class FieldAdvice
{
    private static readonly (NumberFormat Format, string Advice)[] _otherNumbers =
    [
        (new NumberFormat(',', null), "If a comma stands before decimals, say --decimal comma."),
        (new NumberFormat('.', ','), "If commas group thousands, say --thousands comma."),
        (new NumberFormat(',', '.'), "If a comma stands before decimals and dots group thousands, say --decimal comma --thousands dot."),
        (new NumberFormat('.', ' '), "If blanks group thousands, say --thousands blank."),
        (new NumberFormat(',', ' '),
            "If a comma stands before decimals and blanks group thousands, say --decimal comma --thousands blank."),
        (new NumberFormat('.', '\''), "If apostrophes group thousands, say --thousands apostrophe."),
    ];

    public const string Header = " If the first line holds names, say --header.";

    public const string Units = " If the line holds units, say --skip-below-header 1.";

    public static string Comment(char sign) => $" If lines that begin with {sign} are comments, say --comment '{sign}'.";

    /// <summary>What the field itself suggests; null where it suggests nothing.</summary>
    public static string? ByLook(string field, TextFormat format)
    {
        if (field is ['#' or '%', ..] && !field.EndsWith('%') && format.Comment is null)
        {
            return Comment(field[0]);
        }

        byte[] bytes = Encoding.UTF8.GetBytes(field);
        foreach ((NumberFormat other, string advice) in _otherNumbers)
        {
            if (other != format.Numbers && NumberText.TryParse(bytes, other, out double value) && double.IsFinite(value))
            {
                return " " + advice;
            }
        }

        return null;
    }

    /// <summary>What can be done with a column of such fields.</summary>
    public static string ByColumn(string field, int column)
    {
        bool isDate = field.AsSpan().IndexOfAny("-/:") > 0
            && DateTime.TryParse(field, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        string dates = isDate ? " Dates are no features." : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{dates} --ignore {column + 1} leaves the column out, --keep {column + 1} writes it beside the coordinates.");
    }
}
