namespace LleTransforms.Reliability.ModelAttacks;

/// <summary>Loads many mutated models and zips, and prints what became of them.</summary>
internal static class ModelAttackCommand
{
    public static int Run(int mutations, int seed, string? corpusFolder)
    {
        Console.WriteLine(
            $"{mutations} mutated models and {mutations / 4} mutated zips, seed {seed}; limits: {TrialResult.LongestSeconds} s and " +
            $"{TrialResult.MostBytes >> 20} MB each");
        Console.WriteLine("| what | files | load and work | refused | failed | longest | most memory |");
        Console.WriteLine("| --- | --: | --: | --: | --: | --: | --: |");
        AttackTally payloads = AttackPayloads(mutations, seed, corpusFolder);
        payloads.Print("LleModel payloads");
        AttackTally zips = ZipAttack.Run(mutations / 4, seed, corpusFolder);
        zips.Print("model zips");
        payloads.PrintDetails();
        zips.PrintDetails();
        return payloads.Failures + zips.Failures == 0 ? 0 : 1;
    }

    public static AttackTally AttackPayloads(int mutations, int seed, string? corpusFolder)
    {
        IReadOnlyList<byte[]> models = SavedModels.Create();
        var tally = new AttackTally(corpusFolder, ".lle");
        foreach (byte[] model in models)
        {
            // The first use of each kind compiles code; that is not the file's doing.
            ModelTrial.Run(model);
            tally.Add(ModelTrial.Run(model), model);
        }

        if (tally.Count(TrialOutcome.Works) != models.Count)
        {
            throw new InvalidOperationException($"A model that nothing was done to does not work: {string.Join("; ", tally.FailureTexts)}");
        }

        var random = new Random(seed);
        for (int mutation = 0; mutation < mutations; mutation++)
        {
            byte[] payload = PayloadMutations.Apply(models, random);
            tally.Add(mutation % 4 == 0 ? ModelTrial.RunFromPipe(payload) : ModelTrial.Run(payload), payload);
        }

        return tally;
    }
}
