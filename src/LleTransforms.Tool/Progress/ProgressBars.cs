using Spectre.Console;

namespace LleTransforms.Tool.Progress;

/// <summary>A bar for each phase that reports, on a terminal.</summary>
internal sealed class ProgressBars : IProgress<LleProgress>
{
    private readonly Dictionary<LlePhase, ProgressTask> _bars = [];
    private readonly ProgressContext _context;

    private ProgressBars(ProgressContext context) => _context = context;

    public static T Run<T>(TextWriter terminal, Func<IProgress<LleProgress>, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .Start(context => work(new ProgressBars(context)));
    }

    public void Report(LleProgress value)
    {
        if (value.Total == 0)
        {
            return;
        }

        lock (_bars)
        {
            if (!_bars.TryGetValue(value.Phase, out ProgressTask? bar))
            {
                bar = _context.AddTask(NameOf(value.Phase));
                _bars.Add(value.Phase, bar);
            }

            // Threads finish their shares in any order; a bar does not run backwards, but starts anew with another amount of work.
            bool isNew = bar.MaxValue != value.Total;
            bar.MaxValue = value.Total;
            bar.Value = isNew ? value.Completed : Math.Max(bar.Value, value.Completed);
        }
    }

    private static string NameOf(LlePhase phase) => phase switch
    {
        LlePhase.Features => "features",
        LlePhase.Neighbors => "neighbours",
        LlePhase.LocalGeometry => "local geometry",
        LlePhase.Factorization => "factorisation",
        LlePhase.Eigenvectors => "eigenvectors",
        LlePhase.Placement => "placement",
        LlePhase.Quality => "quality",
        _ => phase.ToString(),
    };
}
