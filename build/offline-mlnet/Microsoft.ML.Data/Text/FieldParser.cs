using System.Globalization;

namespace Microsoft.ML.Offline;

/// <summary>How the text of a field becomes a value. Nothing throws: what cannot be read is NaN, or the default.</summary>
internal static class FieldParser
{
    public static Func<string, T> For<T>()
    {
        object parser = Type.GetTypeCode(typeof(T)) switch
        {
            TypeCode.Single => (Func<string, float>)(text => (float)Real(text)),
            TypeCode.Double => (Func<string, double>)Real,
            TypeCode.Boolean => (Func<string, bool>)Flag,
            TypeCode.Object => (Func<string, ReadOnlyMemory<char>>)(text => text.AsMemory()),
            _ => (Func<string, T>)Integer<T>,
        };
        return (Func<string, T>)parser;
    }

    private static double Real(string text)
    {
        text = text.Trim();
        if (text.Length == 0)
            return 0;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
    }

    private static T Integer<T>(string text)
    {
        bool isWhole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        try
        {
            return isWhole && text[0] != '+' ? (T)Convert.ChangeType(number, typeof(T)) : default;
        }
        catch (OverflowException)
        {
            return default;
        }
    }

    private static bool Flag(string text) => text.Trim().ToLowerInvariant() is "true" or "t" or "yes" or "y" or "1" or "+1" or "+";
}
