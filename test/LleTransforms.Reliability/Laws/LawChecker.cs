using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using TestResult = FsCheck.TestResult;

namespace LleTransforms.Reliability.Laws;

/// <summary>How a law fared.</summary>
/// <param name="Law">The law.</param>
/// <param name="Cases">Cases drawn.</param>
/// <param name="Applied">Cases, shrunk ones included, of which the law had something to say.</param>
/// <param name="Fault">The smallest case found that breaks the law, and the seed that finds it again; null where none does.</param>
internal sealed record LawResult(FitLaw Law, int Cases, int Applied, string? Fault);

/// <summary>Draws cases by FsCheck until a law breaks, and then the smallest case that still breaks it.</summary>
internal static class LawChecker
{
    public static LawResult Check(FitLaw law, int cases, ulong seed)
    {
        int applied = 0;
        var recorder = new Recorder();
        Property property = Prop.ForAll(FitCaseGenerator.Cases, fit =>
        {
            LawVerdict verdict = law.Check(fit);
            Interlocked.Add(ref applied, verdict.Applies ? 1 : 0);
            return verdict.Fault is null ? true : throw new LawBrokenException(verdict.Fault);
        });

        // The second number of FsCheck's generator has to be odd.
        Config config = Config.Quick
            .WithMaxTest(cases)
            .WithRunner(recorder)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed, (2 * seed) + 1), FSharpOption<int>.None)));
        FsCheck.Check.One(law.Name, config, property);
        return new LawResult(law, recorder.Cases, applied, recorder.Fault is null ? null : $"{recorder.Fault} (seed {seed})");
    }

    private sealed class LawBrokenException(string message) : Exception(message);

    private sealed class Recorder : IRunner
    {
        public int Cases { get; private set; }

        public string? Fault { get; private set; }

        public void OnStartFixture(Type t)
        {
        }

        public void OnArguments(int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
        {
        }

        public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink)
        {
        }

        public void OnFinished(string name, TestResult testResult)
        {
            switch (testResult)
            {
                case TestResult.Passed passed:
                    Cases = passed.Item1.NumberOfTests;
                    break;
                case TestResult.Failed failed:
                    Cases = failed.Item1.NumberOfTests;
                    string why = failed.Item4 is Outcome.Failed outcome ? Describe(outcome.Item) : $"{failed.Item4}";
                    Fault = $"{why}; {failed.Item3.Head}, shrunk {failed.Item1.NumberOfShrinks} times from {failed.Item2.Head}";
                    break;
                default:
                    Fault = "no case could be drawn";
                    break;
            }
        }

        private static string Describe(Exception error) =>
            error is LawBrokenException ? error.Message : $"{error.GetType().Name}: {error.Message}";
    }
}
