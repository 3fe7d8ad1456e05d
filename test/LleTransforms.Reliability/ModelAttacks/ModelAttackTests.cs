using LleTransforms.Reliability.Soak;
using Microsoft.ML;

namespace LleTransforms.Reliability.ModelAttacks;

/// <summary>The short form of <c>attack</c>, and every file that ever did harm.</summary>
[TestClass]
public sealed class ModelAttackTests
{
    private const int Mutations = 4000;
    private const int ZipMutationCount = 400;
    private const int Seed = 2024;

    public TestContext TestContext { get; set; } = null!;

    public static IEnumerable<object[]> Corpus =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "ModelAttacks", "Corpus")).Order()
            .Select(file => new object[] { Path.GetFileName(file) });

    [TestMethod]
    public void A_mutated_model_works_or_is_refused_in_little_time_and_memory()
    {
        AttackTally tally = ModelAttackCommand.AttackPayloads(Mutations, Seed, corpusFolder: null);

        tally.Print("LleModel payloads");
        Assert.AreEqual(0, tally.Failures, string.Join(Environment.NewLine, tally.FailureTexts.Take(20)));
        Assert.IsGreaterThan(Mutations / 10, tally.Count(TrialOutcome.Works), "models that still work");
        Assert.IsGreaterThan(Mutations / 4, tally.Count(TrialOutcome.Refused), "models that are refused");
    }

    [TestMethod]
    public void A_mutated_zip_works_or_is_refused_in_little_time_and_memory()
    {
        AttackTally tally = ZipAttack.Run(ZipMutationCount, Seed, corpusFolder: null);

        tally.Print("model zips");
        Assert.AreEqual(0, tally.Failures, string.Join(Environment.NewLine, tally.FailureTexts.Take(20)));
        Assert.IsGreaterThan(ZipMutationCount / 20, tally.Count(TrialOutcome.Works), "zips that still work");
        Assert.IsGreaterThan(ZipMutationCount / 4, tally.Count(TrialOutcome.Refused), "zips that are refused");
    }

    [TestMethod]
    public void A_model_put_into_a_zip_reaches_our_reader()
    {
        var context = new MLContext(seed: 1);
        byte[] zip = SheetModels.SaveZip(context, LleMethod.Standard);
        foreach (byte[] other in SavedModels.Create())
        {
            byte[] replaced = ZipMutations.ReplacePayload(zip, _ => other);
            LocallyLinearEmbeddingTransformer? step = SheetModels.Step(context.Model.Load(new MemoryStream(replaced), out _));
            Assert.AreEqual(LleModel.Load(new MemoryStream(other)).NumberOfTrainingRows, step!.Model.NumberOfTrainingRows);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Corpus))]
    public void A_file_that_once_did_harm_does_none_now(string file)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "ModelAttacks", "Corpus", file));

        TrialResult result = file.EndsWith(".zip", StringComparison.Ordinal)
            ? ZipAttack.RunOne(new MLContext(), bytes)
            : ModelTrial.Run(bytes);

        TestContext.WriteLine($"{result.Outcome}: {result.What}");
        Assert.AreNotEqual(TrialOutcome.Fails, result.Outcome, result.What);
    }
}
