namespace LleTransforms.Tool;

/// <summary>Tells the engine's complaints in the words of the command line.</summary>
internal static class EngineFault
{
    private static readonly (string Engine, string CommandLine)[] Names =
    [
        ("NumberOfNeighbors", "-k"),
        ("NumberOfComponents", "-d"),
        ("NeighborhoodSize", "-k"),
        ("SmallestNeighborCount", "the smallest k"),
        ("LargestNeighborCount", "the largest k"),
        ("SupervisionStrength", "--supervision"),
        ("NumberOfLandmarks", "--landmarks"),
        ("MaximumNumberOfTrainingRows", "--max-training-rows"),
        ("Regularization", "--regularization"),
        ("All rows of embedding are", "All its rows are"),
        ("DisconnectedGraph", "--disconnected"),
    ];

    /// <summary>Runs work of the engine; what it says of the data is said of the file.</summary>
    public static T Explain<T>(string file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            throw new ToolException($"{file}: {Translate(fault)}");
        }
    }

    /// <summary>Checks options, whose faults are the command line's.</summary>
    public static void ExplainOptions(Action check)
    {
        try
        {
            check();
        }
        catch (ArgumentException fault)
        {
            throw ToolException.CommandLine(Translate(fault));
        }
    }

    private static string Translate(Exception fault)
    {
        string message = fault.Message;
        if (fault is ArgumentException { ParamName: string name })
        {
            // The base class appends the parameter's name and the value, which the message tells already.
            int end = message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal);
            message = end < 0 ? message : message[..end];
        }

        foreach ((string engine, string commandLine) in Names)
        {
            message = message.Replace(engine, commandLine, StringComparison.Ordinal);
        }

        return message;
    }
}
