using LleTransforms.Tool.Commands;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Commands;

/// <summary>What the engine says of its options is told in the words of the command that was given.</summary>
[TestClass]
public sealed class CommandWordsTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void DeleteFolder() => _folder.Dispose();

    [TestMethod]
    public void Every_option_that_the_engine_names_has_words_for_every_command()
    {
        CommandWords[] commands = [FitOptions.Words, SuggestCommand.Words, EvaluateCommand.Words, CommandWords.None];
        foreach (LleOptionName name in Enum.GetValues<LleOptionName>())
        {
            foreach (CommandWords words in commands)
            {
                string told = words.NameOf(name);
                Assert.AreEqual(words.CanSet(name), told.StartsWith('-'), told);
                Assert.AreEqual(told, told.ToLowerInvariant(), $"{name} is called {told}, which is its name in code.");
                Assert.IsGreaterThan(1, told.Length, $"{name}");
            }
        }
    }

    [TestMethod]
    public void Options_by_which_a_command_is_told_are_its_own()
    {
        AssertOwn("embed", FitOptions.Words, 9);
        AssertOwn("report", FitOptions.Words, 9);
        AssertOwn("suggest", SuggestCommand.Words, 4);
        AssertOwn("evaluate", EvaluateCommand.Words, 2);

        static void AssertOwn(string command, CommandWords words, int count)
        {
            string help = Run.Of(command, "--help").Succeeds().Output;
            Assert.HasCount(count, words.Own);
            foreach (string option in words.Own)
            {
                Assert.MatchesRegex($@"(^|\s){option}[\s,]", help, command);
            }
        }
    }

    [TestMethod]
    public void A_choice_that_nobody_made_is_told_as_the_default()
    {
        string few = _folder.WriteRows("few.csv", Sheet.Rows(9));
        string narrow = _folder.Write("narrow.csv", "x\n1\n2\n4\n");

        Run.Of("embed", few).Fails(ExitCode.BadData, "-k is 12 by default, but must be at most 8");
        Run.Of("embed", few, "-k", "12").Fails(ExitCode.BadData, "-k is 12, but must be at most 8");
        Run.Of("embed", narrow).Fails(ExitCode.BadData, "-d is 2 by default, but must be at most 1");
        Run.Of("embed", narrow, "-d", "2").Fails(ExitCode.BadData, "-d is 2, but must be at most 1");
        Run.Of("report", narrow, "-o", _folder["out.html"]).Fails(ExitCode.BadData, "-d is 2 by default, but must be at most 1");
    }

    [TestMethod]
    public void Values_are_told_as_they_are_written()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(60));

        Fails("-k is 1001, but must be from 2 to 1000, or auto.", "-k", "1001");
        Fails("-k is 3, but must be at least 4 for ltsa with 2 components, or -d at most 1.", "-k", "3", "--method", "ltsa");
        Fails(
            "--landmarks is 20, but must be left out with npe, whose eigenproblem does not grow with the rows.",
            "--landmarks", "20", "--method", "npe");
        Fails(
            "--max-training-rows is 9, but must be at least 14, two more than the larger of -k, 12, and -d, 2; or left out.",
            "--max-training-rows", "9");

        void Fails(string message, params string[] arguments) =>
            Run.Of(["embed", data, .. arguments]).Fails(ExitCode.BadCommandLine, $"lle: {message}");
    }

    [TestMethod]
    [DataRow("ltsa", "--landmarks or --max-training-rows, fewer neighbours or fewer rows need less.")]
    [DataRow("lltsa", " --max-training-rows, fewer neighbours or fewer rows need less.")]
    public void A_fit_that_is_too_large_is_told_with_the_options_that_make_it_smaller(string method, string advice)
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(100_000));

        Run.Of("embed", data, "--method", method, "-k", "1000").Fails(ExitCode.BadData, "100000 rows of 3 features need about", advice);
    }

    [TestMethod]
    public void Neighbourhoods_that_an_embedding_has_not_are_told_by_the_option_of_the_figures()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(20));

        Run.Of("evaluate", data, data, "-k", "19").Fails(ExitCode.BadData, "-k is 19; for 20 rows it must lie between 1 and 18.");
    }

    [TestMethod]
    public void Advice_that_no_option_of_the_command_could_follow_is_left_out()
    {
        double[,] rows = new double[40, 1];
        for (int row = 0; row < 40; row++)
        {
            rows[row, 0] = (row < 20 ? 0 : 1000) + row;
        }

        var options = new LleOptions { NumberOfComponents = 1, NumberOfNeighbors = 4, DisconnectedGraph = LleDisconnectedGraph.Throw };
        Exception fault = Assert.ThrowsExactly<InvalidOperationException>(
            () => LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(rows), options));

        Assert.EndsWith(" A larger -k would join them.", EngineFault.Tell(fault, FitOptions.Words));
        Assert.DoesNotContain("would join", EngineFault.Tell(fault, SuggestCommand.Words));
    }
}
