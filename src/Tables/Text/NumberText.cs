using System.Globalization;

namespace LleTransforms.Tables;

/// <summary>Reads numbers of UTF-8 text, correctly rounded.</summary>
/// <remarks>
/// A decimal number of at most 15 digits is a whole number below 2^53 over a power of ten, and both are exact. So one division rounds it
/// correctly (Clinger 1990). Everything else goes the framework's way.
/// </remarks>
internal static class NumberText
{
    private const int MostExactDigits = 15;
    private const int LongestNumber = 512;
    private const int GroupLength = 3;

    private static readonly double[] _powersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    public static bool TryParse(ReadOnlySpan<byte> text, NumberFormat format, out double value)
    {
        if (format.IsPlain)
        {
            return TryDecimal(text, out value) || TryAny(text, out value);
        }

        Span<byte> plain = stackalloc byte[Math.Min(text.Length, LongestNumber)];
        value = 0;
        return TryPlain(text, format, plain, out int length)
            && (TryDecimal(plain[..length], out value) || TryAny(plain[..length], out value));
    }

    /// <summary>Cuts off the blanks around a field.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && text[start] is (byte)' ' or (byte)'\t')
        {
            start++;
        }

        while (end > start && text[end - 1] is (byte)' ' or (byte)'\t')
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>Reads a number of a few digits; false for any other, and for what is none.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, out double value)
    {
        if (text.Length != 1)
        {
            return TryDigits(text, out value);
        }

        uint only = (uint)(text[0] - '0');
        value = only;
        return only <= 9;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out double value)
    {
        int at = !text.IsEmpty && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        bool isNegative = at == 1 && text[0] == '-';
        ulong digits = 0;
        int length = 0;
        int point = -1;
        value = 0;
        for (int i = at; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
                length += digits > 0 ? 1 : 0;
            }
            else if (text[i] == '.' && point < 0)
            {
                point = i;
            }
            else
            {
                return false;
            }

            if (length > MostExactDigits)
            {
                return false;
            }
        }

        int count = text.Length - at - (point < 0 ? 0 : 1);
        int decimals = point < 0 ? 0 : text.Length - point - 1;
        if (count <= 0 || decimals >= _powersOfTen.Length)
        {
            return false;
        }

        value = digits / _powersOfTen[decimals];
        value = isNegative ? -value : value;
        return true;
    }

    private static bool TryAny(ReadOnlySpan<byte> text, out double value)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        if (text.Length > LongestNumber || text.IsEmpty)
        {
            return false;
        }

        ReadOnlySpan<byte> size = text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        if (System.Text.Ascii.EqualsIgnoreCase(size, "inf"u8))
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        // Fortran writes 1.5D+00.
        int exponent = text.IndexOfAny((byte)'D', (byte)'d');
        if (exponent <= 0)
        {
            return false;
        }

        Span<byte> usual = stackalloc byte[text.Length];
        text.CopyTo(usual);
        usual[exponent] = (byte)'e';
        return double.TryParse(usual, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Takes out what groups thousands, which stands before every third digit, and puts a point before decimals.</summary>
    private static bool TryPlain(ReadOnlySpan<byte> text, NumberFormat format, Span<byte> plain, out int length)
    {
        length = 0;
        int sinceGroup = 0;
        bool isGrouped = false;
        bool isWhole = true;
        for (int i = 0; i < text.Length; i++)
        {
            int mark = isWhole ? ThousandsMark(text[i..], format.Thousands) : 0;
            bool isMisplaced = sinceGroup == 0 || (isGrouped ? sinceGroup != GroupLength : sinceGroup > GroupLength);
            if (length == plain.Length || (mark > 0 && isMisplaced))
            {
                return false;
            }

            if (mark > 0)
            {
                (isGrouped, sinceGroup, i) = (true, 0, i + mark - 1);
                continue;
            }

            bool isDecimal = text[i] == format.Decimal;
            if (isWhole && !char.IsAsciiDigit((char)text[i]) && text[i] is not ((byte)'-' or (byte)'+'))
            {
                if (isGrouped && sinceGroup != GroupLength)
                {
                    return false;
                }

                isWhole = false;
            }
            else if (isWhole && char.IsAsciiDigit((char)text[i]))
            {
                sinceGroup++;
            }

            if (text[i] == '.' && !isDecimal)
            {
                return false;
            }

            plain[length++] = isDecimal ? (byte)'.' : text[i];
        }

        return !(isWhole && isGrouped && sinceGroup != GroupLength);
    }

    private static int ThousandsMark(ReadOnlySpan<byte> text, char? mark) => mark switch
    {
        null => 0,
        ' ' => text[0] == ' ' ? 1 : text.StartsWith("\u00A0"u8) ? 2 : text.StartsWith("\u202F"u8) ? 3 : 0,
        _ => text[0] == mark ? 1 : 0,
    };
}
