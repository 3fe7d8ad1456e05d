using System.CommandLine;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Commands;

/// <summary>No output takes the place of a file that the same command reads or writes.</summary>
[TestClass]
public sealed class OutputPlaceTests
{
    private readonly Folder _folder = new();
    private string _data = string.Empty;
    private string _model = string.Empty;

    public static IEnumerable<object[]> Places =>
    [
        ["embed", "-o", "data"], ["embed", "--model", "data"], ["transform", "-o", "data"], ["transform", "-o", "model"],
        ["extend", "-o", "data"], ["report", "-o", "data"], ["export", "-o", "model"],
    ];

    [TestInitialize]
    public void Fit()
    {
        _data = _folder.WriteRows("good.csv", Sheet.Rows(40));
        _model = _folder["model.zip"];
        Run.Of("embed", _data, "-o", _folder["good.out.csv"], "--model", _model).Succeeds();
    }

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DynamicData(nameof(Places))]
    public void An_input_is_no_place_for_an_output(string command, string option, string input) =>
        Refuses(command, option, input, input == "model" ? _model : _data);

    [TestMethod]
    [DataRow("{0}/./{1}")]
    [DataRow("{0}/none/../{1}")]
    [DataRow("{0}//{1}")]
    public void Another_spelling_is_the_same_file(string spelling)
    {
        foreach (object[] place in Places)
        {
            string name = (string)place[2] == "model" ? "model.zip" : "good.csv";
            Refuses((string)place[0], (string)place[1], (string)place[2], string.Format(spelling, _folder.Path, name));
        }
    }

    [TestMethod]
    public void A_relative_path_is_the_same_file() =>
        Refuses("embed", "-o", "data", Path.GetRelativePath(Environment.CurrentDirectory, _data));

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void A_link_is_the_file_to_which_it_leads()
    {
        using var other = new Folder();
        File.CreateSymbolicLink(other["second.csv"], _data);
        File.CreateSymbolicLink(other["first.csv"], "./second.csv");
        Directory.CreateSymbolicLink(other["folder"], _folder.Path);
        Directory.CreateSymbolicLink(other["loop"], other["loop"]);

        Refuses("embed", "-o", "data", other["first.csv"]);
        Refuses("embed", "--model", "data", other["folder/good.csv"]);
        Run.Of("embed", other["first.csv"], "-o", _data).Fails(ExitCode.BadCommandLine, "first.csv", "which would be lost");
        Run.Of("embed", _data, "-o", other["loop/out.csv"]).Fails(ExitCode.BadData, "cannot be written");
        Run.Of("embed", other["first.csv"], "-o", other["out.csv"]).Succeeds();
    }

    [TestMethod]
    public void Two_outputs_are_two_files()
    {
        Run.Of("embed", _data, "-o", _folder["a"], "--model", _folder["a"])
            .Fails(ExitCode.BadCommandLine, "--model and -o are both", "must differ");
        Run.Of("embed", _data, "-o", _folder["a"], "--model", _folder["./a"])
            .Fails(ExitCode.BadCommandLine, "--model is '", "the same file as -o", "must differ");
        Assert.DoesNotContain("a", _folder.Files);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Standard_output_is_one_place_under_all_its_names()
    {
        Run.Of("embed", _data, "-o", "-", "--json").Fails(ExitCode.BadCommandLine, "cannot both go to standard output");
        Run.Of("embed", _data, "-o", "/dev/stdout", "--json").Fails(ExitCode.BadCommandLine, "both go to standard output", "/dev/stdout");
        Run.Of("transform", _model, _data, "-o", "/dev/fd/1", "--json").Fails(ExitCode.BadCommandLine, "both go to standard output");
        Run.Of("embed", _data, "--model", "/dev/stdout").Fails(ExitCode.BadCommandLine, "--model is '/dev/stdout'", "as -o does");
    }

    [TestMethod]
    public void A_file_that_is_no_table_has_a_name()
    {
        string[][] commands =
        [
            ["embed", _data, "--model", "-"], ["report", _data, "-o", "-"], ["export", _model, "-o", "-"],
            ["extend", _model, _data, "-o", "-"], ["remove", _model, "--rows", "1", "-o", "-"],
        ];
        foreach (string[] command in commands)
        {
            Run.Of(command).Fails(ExitCode.BadCommandLine, "is '-', but a", "needs a file of its own");
        }
    }

    [TestMethod]
    public void A_model_that_grows_or_shrinks_may_keep_its_place()
    {
        string added = _folder.WriteRows("new.csv", Sheet.Rows(5, seed: 2));

        Run.Of("extend", _model, added, "-o", _model).Succeeds();
        Run.Of("remove", _model, "--rows", "0-4", "-o", _folder["./model.zip"]).Succeeds();
        Run.Of("transform", _model, _data, "-o", _folder["out.csv"]).Succeeds();

        Run.Of("remove", _model, "--rows", "40", "-o", _folder["less.zip"]).Fails(ExitCode.BadData, "have the numbers 0 to 39");
    }

    /// <summary>A new command, or a new output, belongs into <see cref="Places"/>, or is meant to replace what it reads.</summary>
    [TestMethod]
    public void Every_output_of_every_command_is_looked_at()
    {
        string[] known = [.. Places.Select(place => $"{place[0]} {place[1]} {place[2]}"), "extend -o model", "remove -o model"];
        using var console = new StringWriter();
        RootCommand root = LleTool.CreateCommand(new ToolConsole(() => Stream.Null, console, console, ShowsProgress: false));

        string[] found =
        [
            .. from command in root.Subcommands
               from option in command.Options
               where option.HelpName is "FILE" or "ZIP" or "ONNX" or "HTML"
               from input in command.Arguments
               select $"{command.Name} {(option.Aliases.Contains("-o") ? "-o" : option.Name)} {input.Name}",
        ];

        CollectionAssert.AreEquivalent(known, found);
    }

    private void Refuses(string command, string option, string input, string path)
    {
        string[] arguments = command switch
        {
            "embed" when option != "-o" => [command, _data, "-o", _folder["out.csv"]],
            "embed" or "report" => [command, _data],
            "export" => [command, _model],
            _ => [command, _model, _data],
        };
        (byte[] data, byte[] model) = (File.ReadAllBytes(_data), File.ReadAllBytes(_model));

        Run.Of([.. arguments, option, path])
            .Fails(ExitCode.BadCommandLine, $"{option} is '{path}'", $"the {input} '", "which would be lost; name another file");

        CollectionAssert.AreEqual(data, File.ReadAllBytes(_data));
        CollectionAssert.AreEqual(model, File.ReadAllBytes(_model));
        CollectionAssert.AreEqual(new[] { "good.csv", "good.out.csv", "model.zip" }, _folder.Files);
    }
}
