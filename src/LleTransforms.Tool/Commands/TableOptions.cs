using System.CommandLine;
using System.Text;
using LleTransforms.Tool.Tables;

namespace LleTransforms.Tool.Commands;

/// <summary>The options that say how a table is to be read; one set for each command.</summary>
/// <param name="scales">Whether the command brings columns to one scale; where a saved model says how, it does not.</param>
internal sealed class TableOptions(bool scales = true)
{
    public const string PathHelp =
        "a table of numbers, one row a line: CSV, TSV or other text, word vectors, SVMlight, .npy, .npz or Parquet, packed as .gz or " +
        "not; - for standard input";

    /// <summary>The kinds of files as the command line calls them, in the order of <see cref="TableKind"/>.</summary>
    private static readonly string[] _kinds = ["csv", "words", "svmlight", "npy", "npz", "parquet"];

    private readonly Option<bool> _header =
        new("--header") { Description = "The first line holds names. Default: it does if there is no number in it." };

    private readonly Option<bool> _noHeader = new("--no-header") { Description = "The first line holds data." };

    private readonly Option<string?> _label = new("--label")
    {
        HelpName = "COLUMN",
        Description = "The column that is no feature, by its name or its number from 1; it may hold text.",
    };

    private readonly Option<string[]> _columns =
        Columns("--columns", "The only columns that are features: names, numbers from 1, ranges such as 3-10 or x..z.");

    private readonly Option<string[]> _ignored =
        Columns("--ignore", "Columns to leave out, those of --columns and --keep too, told like --columns.");

    private readonly Option<string[]> _kept =
        Columns("--keep", "Columns that are no features and are written beside the coordinates, told like --columns.");

    private readonly Option<bool> _index = new("--index")
    {
        Description = "The first column, which has no name, names the rows; it is no feature and is written beside the coordinates.",
    };

    private readonly Option<string?> _missing = new("--missing")
    {
        HelpName = "error|skip|mean",
        Description = "What to do where a value is missing: stop, skip the row, whose line of the output stays empty, or put the mean of " +
            "the column there. Default error. Empty fields, NA, NULL, ?, nan, - and #N/A say that a value is missing.",
        CustomParser = OptionParsers.OneOf("--missing", "error, skip or mean", "error", "skip", "mean"),
    };

    private readonly Option<string[]> _missingMarkers = new("--missing-marker")
    {
        HelpName = "TEXT", Description = "Another field that says that a value is missing, such as -999. It may be given several times.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<char?> _delimiter = new("--delimiter")
    {
        HelpName = "CHAR",
        Description =
            "What stands between fields: comma, tab, semicolon, pipe, blank (any run of blanks and tabs) or another character. Default: " +
            "tab for .tsv, else found in the first lines.",
        CustomParser = OptionParsers.Delimiter,
    };

    private readonly Option<char?> _decimal = new("--decimal")
    {
        HelpName = "dot|comma",
        Description = "What stands before decimals. Default dot.",
        CustomParser = OptionParsers.Decimal,
    };

    private readonly Option<char?> _thousands = new("--thousands")
    {
        HelpName = "CHAR",
        Description = "What groups thousands: comma, dot, blank or apostrophe. Default: nothing.",
        CustomParser = OptionParsers.Thousands,
    };

    private readonly Option<int> _skip = new("--skip")
    {
        HelpName = "N",
        Description = "Leave out so many lines in front, before the header.",
        CustomParser = OptionParsers.Integer("--skip", 0),
    };

    private readonly Option<int> _skipBelowHeader = new("--skip-below-header")
    {
        HelpName = "N",
        Description = "Leave out so many lines right below the header, such as one of units.",
        CustomParser = OptionParsers.Integer("--skip-below-header", 0),
    };

    private readonly Option<char?> _comment = new("--comment")
    {
        HelpName = "CHAR",
        Description = "Leave out lines that begin with this character.",
        CustomParser = OptionParsers.Comment,
    };

    private readonly Option<Encoding?> _encoding = new("--encoding")
    {
        HelpName = "NAME",
        Description = "What a text is written in, such as windows-1252, latin1, shift_jis or utf-16. Default UTF-8, or what a byte order " +
            "mark says.",
        CustomParser = OptionParsers.Encoding,
    };

    private readonly Option<string?> _kind = new("--format")
    {
        HelpName = "NAME",
        Description = $"The kind of file: {KindNames}. Default: found by its first bytes and its name.",
        CustomParser = OptionParsers.OneOf("--format", "one of " + KindNames, _kinds),
    };

    private readonly Option<string?> _array = new("--array")
    {
        HelpName = "NAME", Description = "Which array of an .npz file is the table. Default: the only one of two dimensions.",
    };

    private readonly Option<ScaleMode>? _scale = scales ? CommonOptions.Scale() : null;

    public void AddTo(Command command)
    {
        if (_scale is not null)
        {
            command.Add(_scale);
        }

        foreach (Option option in new Option[]
        {
            _label, _columns, _ignored, _kept, _index, _missing, _missingMarkers, _header, _noHeader, _skip, _skipBelowHeader, _comment,
            _delimiter, _decimal, _thousands, _encoding, _kind, _array,
        })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(_header) && result.GetValue(_noHeader))
            {
                result.AddError("--header and --no-header contradict each other; give one of them.");
            }
        });
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="metric">What is near among the rows; null where the command does not ask.</param>
    public TableFormat Read(ParseResult parsed, LleMetric? metric = null)
    {
        char decimals = parsed.GetValue(_decimal) ?? '.';
        char? thousands = parsed.GetValue(_thousands);
        if (decimals == thousands)
        {
            throw ToolException.CommandLine("--decimal and --thousands name the same sign; they must differ.");
        }

        ScaleMode scale = _scale is null ? ScaleMode.None : parsed.GetValue(_scale);
        var format = new TableFormat(
            parsed.GetValue(_header) ? true : parsed.GetValue(_noHeader) ? false : null,
            parsed.GetValue(_label),
            parsed.GetValue(_delimiter))
        {
            Kind = parsed.GetValue(_kind) is { } kind ? (TableKind)Array.IndexOf(_kinds, kind) : null,
            Encoding = parsed.GetValue(_encoding),
            SkippedLines = parsed.GetValue(_skip),
            SkippedLinesBelowHeader = parsed.GetValue(_skipBelowHeader),
            Comment = parsed.GetValue(_comment),
            Numbers = decimals == '.' && thousands is null ? NumberFormat.Plain : new NumberFormat(decimals, thousands),
            Missing = new MissingValues(ModeOf(parsed.GetValue(_missing)), parsed.GetValue(_missingMarkers) ?? []),
            Columns = parsed.GetValue(_columns) ?? [],
            Ignored = parsed.GetValue(_ignored) ?? [],
            Kept = parsed.GetValue(_kept) ?? [],
            TakesIndex = parsed.GetValue(_index),
            Array = parsed.GetValue(_array),
            Scale = scale,
            Metric = metric,
        };
        RequireWhatDistancesAllow(format);
        return scale == ScaleMode.None ? format : format with { OutweighingAdvice = null };
    }

    /// <summary>A row of distances cannot be left out without its column, and a column is no quantity of its own.</summary>
    private static void RequireWhatDistancesAllow(TableFormat format)
    {
        if (format.HoldsDistances && format.Scale != ScaleMode.None)
        {
            throw ToolException.CommandLine(
                $"--scale is {OptionParsers.NameOf(format.Scale)}, but must be none where --metric is precomputed, whose " +
                "columns are distances.");
        }

        if (format.HoldsDistances && format.Missing.Mode != MissingMode.Error)
        {
            throw ToolException.CommandLine(
                $"--missing is {OptionParsers.NameOf(format.Missing.Mode)}, but must be error where --metric is precomputed: a row " +
                "cannot be left out without its column, and no mean is a distance.");
        }
    }

    private static string KindNames => string.Join(", ", _kinds);

    private static MissingMode ModeOf(string? word) => word switch
    {
        "skip" => MissingMode.Skip,
        "mean" => MissingMode.Mean,
        _ => MissingMode.Error,
    };

    private static Option<string[]> Columns(string name, string description) => new(name)
    {
        HelpName = "COLUMN...",
        Description = description,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };
}
