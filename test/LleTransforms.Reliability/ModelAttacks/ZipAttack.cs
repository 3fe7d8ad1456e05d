using System.Runtime;
using LleTransforms.Reliability.Soak;
using Microsoft.ML;

namespace LleTransforms.Reliability.ModelAttacks;

/// <summary>Loads mutated model zips by ML.NET, as far as the check of their sizes lets them pass.</summary>
internal static class ZipAttack
{
    /// <summary>What the zips of the attack may declare: they hold some ten kilobytes.</summary>
    private const long LargestSize = 16 << 20;

    /// <summary>ML.NET may take a damaged count of its own for true, and read on for half an hour.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

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

        ITransformer? loaded = null;
        ThreadAbortException? stop = null;
        try
        {
            RunWithin(_patience, () => loaded = context.Model.Load(new MemoryStream(zip), out _), abort => stop = abort);
        }
        catch (Exception error)
        {
            return stop is null ? Refusal("loading", error) : Endless(stop);
        }

        if (SheetModels.Step(loaded!) is not LocallyLinearEmbeddingTransformer step)
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
            return Array.TrueForAll(SheetModels.Place(context, loaded!), row => row.Lle.Length == step.Model.NumberOfComponents)
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
        bool isOurs = IsOurs(innermost);
        bool isDocumented = root is InvalidDataException or FormatException or InvalidOperationException or ArgumentOutOfRangeException;
        return isOurs && !isDocumented
            ? (TrialOutcome.Fails, $"{when}, our code threw {root.GetType().Name}: {root.Message} {innermost}")
            : (TrialOutcome.Refused, $"{(isOurs ? "our step" : TrialResult.ByMLNet)} when {when}, {root.GetType().Name}: {root.Message}");
    }

    private static bool IsOurs(string frame) => frame.StartsWith("at LleTransforms.", StringComparison.Ordinal)
        && !frame.StartsWith("at LleTransforms.Reliability.", StringComparison.Ordinal);

    /// <summary>Whoever reads on without end is told by the first frame that is not the runtime's.</summary>
    private static (TrialOutcome Outcome, string What) Endless(ThreadAbortException stop)
    {
        string reader = stop.StackTrace?.Split('\n').Select(frame => frame.Trim())
            .FirstOrDefault(frame => !frame.StartsWith("at System.", StringComparison.Ordinal)) ?? "";
        string kind = $"when loading, no end within {_patience.TotalSeconds} s";
        return IsOurs(reader)
            ? (TrialOutcome.Fails, $"our code {kind}: {reader}")
            : (TrialOutcome.Refused, $"{TrialResult.ByMLNet} {kind}: {reader}");
    }

    /// <summary>Ends work that does not end by itself, and tells where it was.</summary>
    private static void RunWithin(TimeSpan limit, Action work, Action<ThreadAbortException> tell)
    {
        using var end = new CancellationTokenSource(limit);

        // A reader that asks no token is stopped by nothing else. What it leaves behind goes with this process, which is for trials alone.
#pragma warning disable SYSLIB0046
        ControlledExecution.Run(
            () =>
            {
                try
                {
                    work();
                }
                catch (Exception error) when (error.GetBaseException() is ThreadAbortException stop)
                {
                    tell(stop);
                    throw;
                }
            },
            end.Token);
#pragma warning restore SYSLIB0046
    }
}
