using LleTransforms.Reliability.Soak;
using Microsoft.ML;

namespace LleTransforms.Reliability.ModelAttacks;

/// <summary>Loads mutated model zips by ML.NET, as far as the check of their sizes lets them pass.</summary>
internal static class ZipAttack
{
    /// <summary>What the zips of the attack may declare: they hold some ten kilobytes.</summary>
    private const long LargestSize = 16 << 20;

    public static AttackTally Run(int mutations, int seed, string? corpusFolder)
    {
        var context = new MLContext(seed: 1);
        byte[][] zips = [.. new[] { LleMethod.Standard, LleMethod.Modified, LleMethod.NeighborhoodPreservingEmbedding }.Select(method =>
            SheetModels.SaveZip(context, method))];
        IReadOnlyList<byte[]> payloads = SavedModels.Create();
        var tally = new AttackTally(corpusFolder, ".zip");
        foreach (byte[] zip in zips)
        {
            RunOne(context, zip);
            TrialResult unharmed = RunOne(context, zip);
            tally.Add(unharmed, zip);
            if (unharmed.Outcome != TrialOutcome.Works)
            {
                throw new InvalidOperationException($"A zip that nothing was done to does not work: {unharmed.What}");
            }
        }

        var random = new Random(seed);
        for (int mutation = 0; mutation < mutations; mutation++)
        {
            byte[] zip = ZipMutations.Apply(zips[random.Next(zips.Length)], payloads, random);
            tally.Add(RunOne(context, zip), zip);
        }

        return tally;
    }

    public static TrialResult RunOne(MLContext context, byte[] zip) => TrialResult.Of(() => Judge(context, zip));

    private static (TrialOutcome Outcome, string What) Judge(MLContext context, byte[] zip)
    {
        try
        {
            LleModelZip.Check(new MemoryStream(zip), LargestSize);
        }
        catch (InvalidDataException error)
        {
            return (TrialOutcome.Refused, $"the check of sizes: {error.Message}");
        }
        catch (Exception error)
        {
            return (TrialOutcome.Fails, $"the check of sizes threw {error.GetType().Name}: {error.Message}");
        }

        ITransformer loaded;
        try
        {
            loaded = context.Model.Load(new MemoryStream(zip), out _);
        }
        catch (Exception error)
        {
            return Refusal("loading", error);
        }

        if (SheetModels.Step(loaded) is not LocallyLinearEmbeddingTransformer step)
        {
            return (TrialOutcome.Works, "a pipeline without our step");
        }

        // The step is judged by rows in its own units: a damaged normaliser in front may hand on anything.
        if (ModelUse.FindFault(step.Model) is string fault)
        {
            return (TrialOutcome.Fails, fault);
        }

        try
        {
            return Array.TrueForAll(SheetModels.Place(context, loaded), row => row.Lle.Length == step.Model.NumberOfComponents)
                ? (TrialOutcome.Works, "a model")
                : (TrialOutcome.Fails, "a placed row has another number of coordinates than the step says");
        }
        catch (Exception error)
        {
            return Refusal("predicting", error);
        }
    }

    /// <summary>What our own code throws must be documented; ML.NET's errors about its own parts are counted by their types.</summary>
    private static (TrialOutcome Outcome, string What) Refusal(string when, Exception error)
    {
        Exception root = error.GetBaseException();
        string innermost = root.StackTrace?.Split('\n')[0].Trim() ?? "";
        bool isOurs = innermost.StartsWith("at LleTransforms.", StringComparison.Ordinal)
            && !innermost.StartsWith("at LleTransforms.Reliability.", StringComparison.Ordinal);
        bool isDocumented = root is InvalidDataException or FormatException or InvalidOperationException or ArgumentOutOfRangeException;
        return isOurs && !isDocumented
            ? (TrialOutcome.Fails, $"{when}, our code threw {root.GetType().Name}: {root.Message} {innermost}")
            : (TrialOutcome.Refused, $"{(isOurs ? "our step" : TrialResult.ByMLNet)} when {when}, {root.GetType().Name}: {root.Message}");
    }
}
