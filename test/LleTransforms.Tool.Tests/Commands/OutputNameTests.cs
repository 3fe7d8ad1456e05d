using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Commands;

/// <summary>No two columns of an output have one name, and evaluate judges coordinates alone.</summary>
[TestClass]
public sealed class OutputNameTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow("Lle0")]
    [DataRow("Lle7", DisplayName = "evaluate would take it for one, whatever d is")]
    public void A_kept_column_is_called_like_no_coordinate(string name)
    {
        string data = Rows($"id,x,{name},y,z");
        string plain = _folder.WriteRows("plain.csv", Sheet.Rows(40));
        Run.Of("embed", plain, "-o", _folder["fitted.csv"], "--model", _folder["model.zip"]).Succeeds();

        foreach (string[] command in (string[][])[["embed", data], ["transform", _folder["model.zip"], data]])
        {
            foreach (string[] kept in (string[][])[["id", name], ["1", "3"], ["id,3"]])
            {
                Run.Of([.. command, "-o", _folder["out.csv"], "--keep", .. kept]).Fails(
                    ExitCode.BadCommandLine, "data.csv", $"column 3 ('{name}')", "like a column of coordinates", "rename it",
                    $"--ignore {name};");
                Assert.DoesNotContain("out.csv", _folder.Files);
            }

            Run advised = Run.Of([.. command, "--keep", "id", name, "--ignore", name]).Succeeds();
            Assert.AreEqual("id,Lle0,Lle1", advised.Lines[0]);
        }
    }

    [TestMethod]
    public void Kept_columns_of_one_name_are_told_apart_or_refused()
    {
        string data = Rows("id,x,id,y,z");

        Run.Of("embed", data, "--keep", "id")
            .Fails(ExitCode.BadCommandLine, "columns 1 and 3", "both be called 'id'", "rename one in the file", "--ignore 3 to leave");

        Run advised = Run.Of("embed", data, "--keep", "id", "--ignore", "3").Succeeds();
        Assert.AreEqual("id,Lle0,Lle1", advised.Lines[0]);
        Assert.StartsWith("A0,", advised.Lines[1]);
    }

    [TestMethod]
    [DataRow(",x,Row,y,z", "--index", "'Row'", DisplayName = "the title of row names")]
    [DataRow("column 3,x,,y,z", "--keep=1", "'column 3'", DisplayName = "the number of a column without a name")]
    public void Names_that_the_output_gives_count_too(string header, string option, string name)
    {
        string data = Rows(header);

        Run.Of("embed", data, option, "--keep", "3").Fails(ExitCode.BadCommandLine, "columns 1 and 3", name, "--ignore 3 to leave");

        Run.Of("embed", data, option, "--keep", "3", "--ignore", "3").Succeeds();
    }

    [TestMethod]
    public void A_number_that_is_a_name_is_not_advised()
    {
        string data = Rows("id,x,id,y,3");

        Run run = Run.Of("embed", data, "--header", "--keep", "id");

        run.Fails(ExitCode.BadCommandLine, "columns 1 and 3", "rename one in the file.");
        Assert.DoesNotContain("--ignore", run.Error);
    }

    [TestMethod]
    public void What_is_ignored_is_not_kept()
    {
        string data = Rows("id,x,name,y,z");

        Assert.AreEqual("id,Lle0,Lle1", Run.Of("embed", data, "--keep", "1-3", "--ignore", "x", "name").Succeeds().Lines[0]);
        Assert.AreEqual("Lle0,Lle1", Run.Of("embed", Rows(",x,name,y,z"), "--index", "--ignore", "1", "name").Succeeds().Lines[0]);
    }

    [TestMethod]
    [DataRow("Lle0,Lle0,Lle1", "columns 1 and 2", "'Lle0'")]
    [DataRow("Lle0,Lle1,Lle1", "columns 2 and 3", "'Lle1'")]
    public void Evaluate_refuses_coordinates_of_one_name(string header, string columns, string name)
    {
        string data = _folder.WriteRows("plain.csv", Sheet.Rows(40));
        string embedding = _folder.WriteRows("embedding.csv", Sheet.Rows(40), header);

        Run.Of("evaluate", data, embedding).Fails(ExitCode.BadData, "embedding.csv", columns, name, "take that one out, or rename it");

        Run.Of("evaluate", embedding, data).Succeeds();
        Run.Of("evaluate", data, _folder.WriteRows("other.csv", Sheet.Rows(40), "a,a,b")).Succeeds();
    }

    /// <summary>Columns 2, 4 and 5 are a sheet's; 1 and 3 are text that names the row.</summary>
    private string Rows(string header) => _folder.Write(
        "data.csv",
        header + "\n" + string.Concat(Sheet.Rows(40).Select((row, i) => $"A{i},{row[0]},B{i},{row[1]},{row[2]}\n")));
}
