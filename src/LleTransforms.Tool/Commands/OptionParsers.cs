using System.CommandLine.Parsing;
using System.Globalization;

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

    public static LleMethod Method(ArgumentResult result) =>
        LleMethodFacts.Find(Text(result)) ?? Reject<LleMethod>(result, "--method", "one of " + CommonOptions.MethodNames);

    public static char? Delimiter(ArgumentResult result) => Text(result).ToUpperInvariant() switch
    {
        "COMMA" => ',',
        "TAB" or "\\T" => '\t',
        "SEMICOLON" => ';',
        [var character] when char.IsAscii(character) && !char.IsLetterOrDigit(character)
            && character is not ('"' or '.' or '-' or '+' or '\r' or '\n') => character,
        _ => Reject<char?>(result, "--delimiter", "comma, tab, semicolon or a single character that no number is written with"),
    };

    private static bool TryInteger(ArgumentResult result, int least, out int value) =>
        int.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least;

    private static string Whole(int least) => string.Create(CultureInfo.InvariantCulture, $"a whole number of at least {least}");

    private static string Text(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;

    private static T? Reject<T>(ArgumentResult result, string option, string allowed)
    {
        result.AddError($"{option} is '{Text(result)}', but must be {allowed}.");
        return default;
    }
}
