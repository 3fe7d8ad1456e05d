using System.CommandLine;
using LleTransforms.Tool.Tables;

namespace LleTransforms.Tool.Commands;

/// <summary>The options that say how a table is to be read; one set for each command.</summary>
internal sealed class TableOptions
{
    public const string PathHelp = "a CSV or TSV file of numbers, one row a line; - for standard input";

    private readonly Option<bool> _header =
        new("--header") { Description = "The first line holds names. Default: it does if there is no number in it." };

    private readonly Option<bool> _noHeader = new("--no-header") { Description = "The first line holds data." };

    private readonly Option<string?> _label = new("--label")
    {
        HelpName = "COLUMN",
        Description = "The column that is no feature, by its name or its number from 1; it may hold text.",
    };

    private readonly Option<char?> _delimiter = new("--delimiter")
    {
        HelpName = "CHAR",
        Description =
            "What stands between fields: comma, tab, semicolon or another character. Default: tab for .tsv, else found in the first line.",
        CustomParser = OptionParsers.Delimiter,
    };

    public void AddTo(Command command)
    {
        command.Add(_label);
        command.Add(_header);
        command.Add(_noHeader);
        command.Add(_delimiter);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_header) && result.GetValue(_noHeader))
            {
                result.AddError("--header and --no-header contradict each other; give one of them.");
            }
        });
    }

    public TableFormat Read(ParseResult parsed) => new(
        parsed.GetValue(_header) ? true : parsed.GetValue(_noHeader) ? false : null,
        parsed.GetValue(_label),
        parsed.GetValue(_delimiter));
}
