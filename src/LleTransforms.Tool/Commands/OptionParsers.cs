using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using LleTransforms.Tool.Tables;

namespace LleTransforms.Tool.Commands;

/// <summary>Reads the values of options; a fault names the option, the value it had and the values it may have.</summary>
internal static class OptionParsers
{
    /// <summary>Stands for a number that is to be chosen; the parser of the command line takes no null for a value.</summary>
    public const int Auto = 0;

    public static int? NullIfAuto(int value) => value == Auto ? null : value;

    public static Func<ArgumentResult, int> Integer(string option, int least) => result =>
        TryInteger(result, least, out int value) ? value : Reject<int>(result, option, Whole(least));

    /// <summary>A whole number that may be left out.</summary>
    public static Func<ArgumentResult, int?> OptionalInteger(string option, int least) => result =>
        TryInteger(result, least, out int value) ? value : Reject<int?>(result, option, Whole(least));

    /// <summary>A whole number, or "auto", which is <see cref="Auto"/>.</summary>
    public static Func<ArgumentResult, int> IntegerOrAuto(string option, int least) => result =>
        TryInteger(result, least, out int value) ? value
        : Text(result) == "auto" ? Auto
        : Reject<int>(result, option, $"{Whole(least)}, or auto");

    public static Func<ArgumentResult, double> Number(string option, double least, double largest) => result =>
        double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least
            && value <= largest
            ? value
            : Reject<double>(result, option, string.Create(CultureInfo.InvariantCulture, $"from {least} to {largest}"));

    /// <summary>The size of an image, such as 28x28; null stays null.</summary>
    public static (int Width, int Height)? ImageSize(string? text)
    {
        if (text is null)
        {
            return null;
        }

        string[] sides = text.Split('x');
        return sides.Length == 2 && int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out int width)
            && int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out int height) && width > 0 && height > 0
            ? (width, height)
            : throw ToolException.CommandLine($"--image-size is '{text}', but must be two whole numbers from 1 with an x between: 28x28.");
    }

    public static LleMethod Method(ArgumentResult result) =>
        LleMethodFacts.Find(Text(result)) ?? Reject<LleMethod>(result, "--method", "one of " + CommonOptions.MethodNames);

    /// <summary>What the command line calls a member of an enumeration.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static LleMetric Metric(ArgumentResult result) => Member<LleMetric>(result, "--metric", CommonOptions.MetricNames);

    /// <summary>The metrics by which figures rank rows.</summary>
    public static LleMetric MetricOfFigures(ArgumentResult result)
    {
        LleMetric[] known = [LleMetric.Euclidean, LleMetric.Precomputed];
        int found = Array.FindIndex(known, metric => NameOf(metric).Equals(Text(result), StringComparison.OrdinalIgnoreCase));
        return found >= 0 ? known[found] : Reject<LleMetric>(
            result, "--metric", "euclidean or precomputed: figures rank rows by Euclidean distances or by those that are given");
    }

    public static ScaleMode Scale(ArgumentResult result) => Member<ScaleMode>(result, "--scale", CommonOptions.ScaleNames);

    public static char? Delimiter(ArgumentResult result) => Text(result).ToUpperInvariant() switch
    {
        "COMMA" => ',',
        "TAB" or "\\T" => '\t',
        "SEMICOLON" => ';',
        "PIPE" => '|',
        "BLANK" or "SPACE" => ' ',
        [var character] when char.IsAscii(character) && !char.IsLetterOrDigit(character)
            && character is not ('"' or '.' or '-' or '+' or '\r' or '\n') => character,
        _ => Reject<char?>(
            result, "--delimiter", "comma, tab, semicolon, pipe, blank or a single character that no number is written with"),
    };

    public static char? Decimal(ArgumentResult result) => Text(result).ToUpperInvariant() switch
    {
        "DOT" or "POINT" or "." => '.',
        "COMMA" or "," => ',',
        _ => Reject<char?>(result, "--decimal", "dot or comma"),
    };

    public static char? Thousands(ArgumentResult result) => Text(result).ToUpperInvariant() switch
    {
        "COMMA" or "," => ',',
        "DOT" or "POINT" or "." => '.',
        "BLANK" or "SPACE" or " " => ' ',
        "APOSTROPHE" or "'" => '\'',
        _ => Reject<char?>(result, "--thousands", "comma, dot, blank or apostrophe"),
    };

    public static char? Comment(ArgumentResult result) => Text(result).ToUpperInvariant() switch
    {
        "HASH" => '#',
        "PERCENT" => '%',
        [var character] when char.IsAscii(character) && !char.IsLetterOrDigit(character)
            && character is not ('"' or ' ' or '\t') => character,
        _ => Reject<char?>(result, "--comment", "a single character that is no letter or digit, or hash, percent"),
    };

    /// <summary>One of several words, as it stands in the list.</summary>
    public static Func<ArgumentResult, string?> OneOf(string option, string allowed, params string[] words) => result =>
        Array.Find(words, word => word.Equals(Text(result), StringComparison.OrdinalIgnoreCase))
        ?? Reject<string?>(result, option, allowed);

    public static Encoding? Encoding(ArgumentResult result)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(Text(result)) ?? System.Text.Encoding.GetEncoding(Text(result));
        }
        catch (ArgumentException)
        {
            return Reject<Encoding?>(result, "--encoding", "the name of an encoding, such as windows-1252, latin1, shift_jis or utf-16");
        }
    }


    private static bool TryInteger(ArgumentResult result, int least, out int value) =>
        int.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least;

    private static string Whole(int least) => string.Create(CultureInfo.InvariantCulture, $"a whole number of at least {least}");

    private static string Text(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;

    private static T Member<T>(ArgumentResult result, string option, string names)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (NameOf(value).Equals(Text(result), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return Reject<T>(result, option, "one of " + names);
    }

    private static T? Reject<T>(ArgumentResult result, string option, string allowed)
    {
        result.AddError($"{option} is '{Text(result)}', but must be {allowed}.");
        return default;
    }
}
