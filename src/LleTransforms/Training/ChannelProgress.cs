using Microsoft.ML.Runtime;

namespace LleTransforms.Training;

/// <summary>Takes the engine's reports: messages go to the log of ML.NET, and everything goes to the user's listener.</summary>
/// <remarks>The engine reports from several threads. Neither a channel nor a listener should have to bear that, so reports go one at a
/// time.</remarks>
internal sealed class ChannelProgress(IChannel channel, IProgress<LleProgress>? listener) : IProgress<LleProgress>
{
    private readonly object _oneAtATime = new();

    public void Report(LleProgress value)
    {
        lock (_oneAtATime)
        {
            if (value.Message is { Length: > 0 } message)
            {
                Log(value.Severity, $"{value.Phase}: {message}");
            }

            listener?.Report(value);
        }
    }

    private void Log(LleSeverity severity, string message)
    {
        switch (severity)
        {
            case LleSeverity.Warning:
                channel.Warning(MessageSensitivity.Schema, message);
                break;
            case LleSeverity.Info:
                channel.Info(MessageSensitivity.Schema, message);
                break;
            default:
                channel.Trace(MessageSensitivity.Schema, message);
                break;
        }
    }
}
