using LleTransforms.Commands;

namespace LleTransforms.Repository.Tests.Documentation;

/// <summary>The figures of docs/evidence are written by commands that there are, and by nobody's hand.</summary>
[TestClass]
public sealed class EvidenceTests
{
    private const string BeginsSaid = "<!-- said, not measured -->";
    private const string EndsSaid = "<!-- end of what is said -->";
    private const string Page =
        "before\n<!-- evidence roll, 2 min: test/Figures roll \"two words\" -->\nold\n<!-- end of evidence -->\nafter\n";

    private static readonly string[] _pages = Directory.GetFiles(Path.Combine(RepositoryFolders.Root, "docs", "evidence"), "*.md");

    [TestMethod]
    public void Every_table_is_written_by_a_command_or_says_that_it_is_not_measured()
    {
        int tables = 0;
        foreach (string page in _pages)
        {
            string marker = "";
            foreach ((string line, int index) in Read(page).Split('\n').Select((line, index) => (line, index)))
            {
                string place = $"{Path.GetFileName(page)}:{index + 1}";
                if (line.StartsWith("<!--", StringComparison.Ordinal))
                {
                    string expected = marker.Length == 0 ? "" : marker == BeginsSaid ? EndsSaid : "<!-- end of evidence -->";
                    Assert.IsTrue(marker.Length == 0 ? !line.StartsWith("<!-- end", StringComparison.Ordinal) : line == expected, place);
                    marker = marker.Length == 0 ? line : "";
                }

                tables += line.StartsWith("| --", StringComparison.Ordinal) ? 1 : 0;
                Assert.IsFalse(line.StartsWith('|') && marker.Length == 0, $"{place} stands between no markers.");
            }

            Assert.AreEqual("", marker, $"{Path.GetFileName(page)} does not end a marker.");
        }

        Assert.IsGreaterThan(15, tables);
    }

    [TestMethod]
    public void Every_marker_of_a_command_is_read_and_names_a_program_and_a_verb_that_there_are()
    {
        foreach (string page in _pages)
        {
            string text = Read(page);
            IReadOnlyList<EvidenceBlock> blocks = EvidenceBlock.ReadAll(text);
            Assert.HasCount(text.Split("<!-- evidence").Length - 1, blocks, $"{page} has a marker that does not read.");
            foreach (EvidenceBlock block in blocks)
            {
                string program = Path.Combine(RepositoryFolders.Root, block.Program);
                StringAssert.Contains(text, $"by `{block.Command}`:\n", block.Name);
                if (block.IsFile)
                {
                    Assert.IsTrue(File.Exists(program), $"{block.Name}: there is no {block.Program}.");
                }
                else
                {
                    string verbs = File.ReadAllText(Path.Combine(program, "Program.cs"));
                    StringAssert.Contains(verbs, $"case [\"{block.Arguments[0]}\"", block.Name);
                }
            }
        }
    }

    [TestMethod]
    public void Names_of_tables_differ()
    {
        string[] names = [.. _pages.SelectMany(page => EvidenceBlock.ReadAll(Read(page))).Select(block => block.Name)];

        Assert.IsGreaterThan(10, names.Length);
        CollectionAssert.AllItemsAreUnique(names);
    }

    [TestMethod]
    public void A_block_is_read_as_a_command()
    {
        EvidenceBlock block = EvidenceBlock.ReadAll(Page).Single();

        Assert.AreEqual(("roll", 2.0, "test/Figures"), (block.Name, block.Minutes, block.Program));
        Assert.AreEqual("dotnet run -c Release --project test/Figures -- roll \"two words\"", block.Command);
    }

    [TestMethod]
    public void A_file_without_arguments_is_run_by_its_name() => Assert.AreEqual(
        "dotnet run build/figures.cs", new EvidenceBlock("figures", 1, "build/figures.cs", []).Command);

    [TestMethod]
    public void Tables_alone_take_the_place_of_what_stood_there()
    {
        string output = "building ...\n    a path\n| a |\r\n| --- |\n| 1 |\nprogress\n| 2 |\n    refused: 3\nAll of it took 4 s.\n";
        string written = EvidenceBlock.ReadAll(Page).Single().Write(Page, output, new DateOnly(2031, 2, 3));

        StringAssert.StartsWith(written, "before\n<!-- evidence roll, 2 min: test/Figures roll \"two words\" -->\n2031-02-03, ");
        StringAssert.EndsWith(written, ":\n\n| a |\n| --- |\n| 1 |\n\n| 2 |\n\n    refused: 3\n<!-- end of evidence -->\nafter\n");
    }

    [TestMethod]
    public void An_output_without_a_table_is_not_written() => Assert.ThrowsExactly<FormatException>(
        () => EvidenceBlock.ReadAll(Page).Single().Write(Page, "no figures", new DateOnly(2031, 2, 3)));

    private static string Read(string page) => File.ReadAllText(page).ReplaceLineEndings("\n");
}
