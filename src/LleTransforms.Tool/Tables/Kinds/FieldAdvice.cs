using System.Globalization;
using System.Text;
using LleTransforms.Tool.Tables.Text;

namespace LleTransforms.Tool.Tables.Kinds;

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

    public static string Comment(char sign) => $" If lines that begin with {sign} are comments, say --comment '{sign}'.";

    /// <param name="field">The field.</param>
    /// <param name="format">How it was read.</param>
    /// <param name="row">The row's number, from 1.</param>
    /// <param name="hasHeader">Whether a header stands above it.</param>
    public static string For(string field, TableFormat format, long row, bool hasHeader)
    {
        if (field.Length > 0 && field[0] is '#' or '%' && !field.EndsWith('%') && format.Comment is null)
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

        if (row == 1 && !hasHeader)
        {
            return " If the first line holds names, say --header.";
        }

        string column = DateTime.TryParse(field, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? " Dates are no features: --ignore leaves their column out, --keep writes it beside the coordinates."
            : " --ignore leaves a column out, --keep writes it beside the coordinates.";
        return row == 1 && hasHeader ? $"{column} If the line holds units, say --skip-below-header 1." : column;
    }
}
