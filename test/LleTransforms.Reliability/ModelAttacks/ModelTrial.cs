using System.Diagnostics;
using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Reliability.ModelAttacks;

/// <summary>How a mutated file was taken.</summary>
internal enum TrialOutcome
{
    /// <summary>It loads, and places rows.</summary>
    Works,

    /// <summary>It is refused by a documented exception.</summary>
    Refused,

    /// <summary>It does harm, or leaves quietly with a wrong answer.</summary>
    Fails,
}

/// <summary>What became of one file.</summary>
/// <param name="Outcome">How it was taken.</param>
/// <param name="What">The exception's type and message, or what went wrong.</param>
/// <param name="Seconds">Time from the first byte read to the last row placed, or the processors' time where that is less, as on a busy
/// machine.</param>
/// <param name="Bytes">Memory allocated on the way.</param>
internal sealed record TrialResult(TrialOutcome Outcome, string What, double Seconds, long Bytes)
{
    /// <summary>How a refusal begins that ML.NET gave before our reader was asked: what it allocates for its own headers is outside our
    /// power (SECURITY.md).</summary>
    public const string ByMLNet = "ML.NET";

    public const double LongestSeconds = 2;
    public const long MostBytes = 256L << 20;

    public bool ExceedsLimits => Seconds > LongestSeconds || Bytes > MostBytes;

    /// <summary>Runs a trial and judges what it took.</summary>
    public static TrialResult Of(Func<(TrialOutcome Outcome, string What)> trial)
    {
        long allocated = GC.GetTotalAllocatedBytes();
        long started = Stopwatch.GetTimestamp();
        TimeSpan worked = Environment.CpuUsage.TotalTime;
        (TrialOutcome outcome, string what) = trial();

        // A file is not to blame for what else the machine does meanwhile.
        double seconds = Math.Min(Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - worked).TotalSeconds);
        long bytes = GC.GetTotalAllocatedBytes() - allocated;
        if ((seconds > LongestSeconds || bytes > MostBytes)
            && !(outcome == TrialOutcome.Refused && what.StartsWith(ByMLNet, StringComparison.Ordinal)))
        {
            what = $"took {seconds:F1} s and {bytes >> 20} MB ({what})";
            outcome = TrialOutcome.Fails;
        }

        return new TrialResult(outcome, what, seconds, bytes);
    }
}

/// <summary>Loads what may be a model, and if it is one, uses it as a caller would.</summary>
internal static class ModelTrial
{
    private const int MostBytesAtOnce = 700;

    public static TrialResult Run(byte[] payload) => TrialResult.Of(() => Judge(new MemoryStream(payload)));

    /// <summary>The same from a stream that cannot tell its length and gives a few bytes at a time.</summary>
    public static TrialResult RunFromPipe(byte[] payload) => TrialResult.Of(() => Judge(new PipeStream(payload, MostBytesAtOnce)));

    private static (TrialOutcome Outcome, string What) Judge(Stream stream)
    {
        LleModel model;
        try
        {
            model = LleModel.Load(stream);
        }
        catch (InvalidDataException error)
        {
            return (TrialOutcome.Refused, $"{nameof(InvalidDataException)}: {error.Message}");
        }
        catch (Exception error)
        {
            return (TrialOutcome.Fails, $"Load threw {error.GetType().Name}: {error.Message}");
        }

        try
        {
            return ModelUse.FindFault(model) is string fault ? (TrialOutcome.Fails, fault) : (TrialOutcome.Works, "a model");
        }
        catch (Exception error)
        {
            return (TrialOutcome.Fails,
                $"a loaded model threw {error.GetType().Name}: {error.Message} {error.StackTrace?.Split('\n')[0].Trim()}");
        }
    }
}
