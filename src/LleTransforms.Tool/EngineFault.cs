namespace LleTransforms.Tool;

/// <summary>Tells the engine's complaints in the words of the command line.</summary>
internal static class EngineFault
{
    /// <summary>Runs work of the engine, and says of the file what the engine says of the data.</summary>
    public static T Explain<T>(string file, CommandWords words, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or ArithmeticException
            or InsufficientMemoryException)
        {
            throw new ToolException($"{file}: {Tell(fault, words)}");
        }
    }

    /// <summary>Checks options, whose faults are the command line's.</summary>
    public static void ExplainOptions(CommandWords words, Action check)
    {
        try
        {
            check();
        }
        catch (ArgumentException fault)
        {
            throw ToolException.CommandLine(Tell(fault, words));
        }
    }

    /// <summary>The text of a fault that names no option.</summary>
    public static string Tell(Exception fault) => Tell(fault, CommandWords.None);

    /// <summary>The text of a fault, without the parameter's name and the value that .NET appends.</summary>
    public static string Tell(Exception fault, CommandWords words) => LleMessage.Of(fault)?.Tell(words) ?? FaultText.Of(fault);
}
