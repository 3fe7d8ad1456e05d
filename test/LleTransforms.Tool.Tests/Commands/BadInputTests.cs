using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Commands;

/// <summary>Every kind of bad input, given to every command: one line, an exit code that is not 0, and no output.</summary>
[TestClass]
public sealed class BadInputTests
{
    private const string Good = "x,y,z\n";

    private readonly Folder _folder = new();
    private string _data = string.Empty;
    private string _model = string.Empty;

    public static IEnumerable<string> Commands => ["embed", "transform", "suggest", "evaluate"];

    public static IEnumerable<string> FittingCommands => ["embed", "suggest"];

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
    [DynamicData(nameof(Commands))]
    public void Missing_file(string command) => Rejects(command, _folder["absent.csv"], "absent.csv", "no such file");

    [TestMethod]
    [DynamicData(nameof(Commands))]
    public void Folder_for_a_file(string command) => Rejects(command, _folder.Path, _folder.Path, "cannot be read");

    [TestMethod]
    [DynamicData(nameof(Commands))]
    public void Empty_file(string command)
    {
        Rejects(command, _folder.Write("bad.csv", string.Empty), "bad.csv", "is empty");
        Rejects(command, _folder.Write("bad.csv", Good), "bad.csv", "no rows");
    }

    [TestMethod]
    [DynamicData(nameof(Commands))]
    public void Ragged_rows(string command)
    {
        Rejects(command, _folder.Write("bad.csv", Good + "1,2,3\n1,2\n"), "bad.csv", "row 2", "line 3", "2 fields", "has 3");
        Rejects(command, _folder.Write("bad.csv", Good + "1,2,3\n1,2,3,4\n"), "bad.csv", "row 2", "4 fields");
        Rejects(command, _folder.Write("bad.csv", Good + "1,2,3\n\n1,2,3\n"), "bad.csv", "line 3 is blank");
    }

    [TestMethod]
    [DynamicData(nameof(Commands))]
    public void Text_in_a_number_column(string command)
    {
        Rejects(command, _folder.Write("bad.csv", Good + "1,2,3\n4,five,6\n"), "bad.csv", "row 2", "column 2 ('y')",
            "'five' is not a number");
        Rejects(command, _folder.Write("bad.csv", Good + "1,,3\n"), "bad.csv", "row 1", "column 2 ('y')", "is empty");
    }

    [TestMethod]
    [DynamicData(nameof(Commands))]
    public void Not_a_finite_number(string command)
    {
        Rejects(command, _folder.Write("bad.csv", Good + "1,2,3\n4,5,NaN\n"), "bad.csv", "row 2", "column 3 ('z')",
            "NaN is not a finite number");
        Rejects(command, _folder.Write("bad.csv", Good + "1,2,Infinity\n"), "bad.csv", "row 1", "column 3 ('z')", "finite");
    }

    [TestMethod]
    [DynamicData(nameof(Commands))]
    public void No_such_label(string command) =>
        Run.Of([.. Arguments(command, _data), "--label", "kind"]).Fails(ExitCode.BadCommandLine, "good.csv", "'kind'", "x, y, z");

    [TestMethod]
    public void As_many_neighbours_as_rows()
    {
        Run.Of([.. Arguments("embed", _data), "-k", "40"]).Fails(ExitCode.BadData, "good.csv", "-k is 40", "at most 39");
        Run.Of("evaluate", _data, _data, "-k", "40").Fails(ExitCode.BadData, "good.csv", "-k is 40", "between 1 and 38");
        AssertNoOutput();
    }

    [TestMethod]
    [DynamicData(nameof(FittingCommands))]
    public void More_components_than_columns(string command)
    {
        Run.Of([.. Arguments(command, _data), "-d", "4"]).Fails(ExitCode.BadData, "good.csv", "-d is 4", "at most 3");
        AssertNoOutput();
    }

    [TestMethod]
    [DynamicData(nameof(FittingCommands))]
    public void No_component(string command)
    {
        Run.Of([.. Arguments(command, _data), "-d", "0"]).Fails(ExitCode.BadCommandLine, "-d is '0'", "at least 1");
        Run.Of([.. Arguments(command, _data), "-d", "two"]).Fails(ExitCode.BadCommandLine, "-d is 'two'", "at least 1");
        AssertNoOutput();
    }

    [TestMethod]
    [DynamicData(nameof(FittingCommands))]
    public void Unknown_method(string command)
    {
        Run.Of([.. Arguments(command, _data), "--method", "isomap"])
            .Fails(ExitCode.BadCommandLine, "--method is 'isomap'", "standard, modified, hessian, ltsa, npe, lltsa, convex");
        AssertNoOutput();
    }

    [TestMethod]
    public void Too_few_neighbours_for_the_method() =>
        Run.Of([.. Arguments("embed", _data), "--method", "hessian", "-k", "5"]).Fails(ExitCode.BadCommandLine, "-k is 5", "at least 6");

    [TestMethod]
    [DataRow("embed")]
    [DataRow("transform")]
    public void Unwritable_output(string command)
    {
        string[] arguments = Arguments(command, _data)[..^1];

        Run.Of([.. arguments, _folder["absent/out.csv"]]).Fails(ExitCode.BadData, "out.csv", "cannot be written");
        Run.Of([.. arguments, _folder.Path]).Fails(ExitCode.BadData, "cannot be written");
        Run.Of("embed", _data, "-o", _folder["out.csv"], "--model", _folder["absent/model.zip"])
            .Fails(ExitCode.BadData, "model.zip", "cannot be written");
        AssertNoOutput();
    }

    [TestMethod]
    [DynamicData(nameof(Commands))]
    public void Interrupted(string command)
    {
        Run.Of(Arguments(command, _data), string.Empty, new CancellationToken(canceled: true)).Fails(ExitCode.Interrupted, "interrupted");
        AssertNoOutput();
    }

    [TestMethod]
    public void Equal_rows_leave_nothing_to_embed() =>
        Rejects("embed", _folder.Write("bad.csv", Good + "1,2,3\n1,2,3\n1,2,3\n"), "bad.csv", "All 3 rows are equal");

    [TestMethod]
    public void Unknown_command_and_missing_argument()
    {
        Run.Of("project", _data).Fails(ExitCode.BadCommandLine, "project");
        Run.Of("embed").Fails(ExitCode.BadCommandLine, "embed --help");
        Run.Of().Fails(ExitCode.BadCommandLine, "lle --help");
    }

    private void Rejects(string command, string data, params string[] parts)
    {
        Run.Of(Arguments(command, data)).Fails(ExitCode.BadData, parts);
        AssertNoOutput();
    }

    private string[] Arguments(string command, string data) => command switch
    {
        "embed" => ["embed", data, "-o", _folder["out.csv"]],
        "transform" => ["transform", _model, data, "-o", _folder["out.csv"]],
        "evaluate" => ["evaluate", data, data],
        _ => [command, data],
    };

    private void AssertNoOutput()
    {
        string[] left = [.. _folder.Files.Except(["good.csv", "good.out.csv", "model.zip", "bad.csv"])];

        Assert.IsEmpty(left, string.Join(", ", left));
    }
}
