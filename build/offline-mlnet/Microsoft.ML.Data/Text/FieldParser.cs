using System.Globalization;

namespace Microsoft.ML.Offline;

/// <summary>Reads the text of a field; answers false if it cannot, and the type has no value that stands for that.</summary>
internal delegate bool FieldParser<T>(string text, out T value);

internal static class FieldParser
{
    public static FieldParser<T> For<T>()
    {
        object parser = Type.GetTypeCode(typeof(T)) switch
        {
            TypeCode.Single => (FieldParser<float>)Single,
            TypeCode.Double => (FieldParser<double>)Real,
            TypeCode.Boolean => (FieldParser<bool>)Flag,
            TypeCode.Object => (FieldParser<ReadOnlyMemory<char>>)Text,
            _ => (FieldParser<T>)Whole,
        };
        return (FieldParser<T>)parser;
    }

    private static bool Text(string text, out ReadOnlyMemory<char> value)
    {
        value = text.AsMemory();
        return true;
    }

    private static bool Single(string text, out float value)
    {
        Real(text, out double number);
        value = (float)number;
        return true;
    }

    /// <summary>Nothing is 0, and what is no number is NaN.</summary>
    private static bool Real(string text, out double value)
    {
        value = 0;
        if (!string.IsNullOrWhiteSpace(text) && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            value = double.NaN;
        return true;
    }

    private static bool Whole<T>(string text, out T value)
    {
        value = default;
        if (text.Length == 0)
            return true;
        if (text[0] == '+' || !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            return false;
        try
        {
            value = (T)Convert.ChangeType(number, typeof(T));
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static bool Flag(string text, out bool value)
    {
        string word = text.Trim().ToLowerInvariant();
        value = word is "true" or "t" or "yes" or "y" or "1" or "+1" or "+";
        return value || word is "" or "false" or "f" or "no" or "n" or "0" or "-1" or "-";
    }
}
