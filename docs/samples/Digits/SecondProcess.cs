using System.Diagnostics;

namespace LleTransforms.Samples.Digits;

/// <summary>Starts this program again, to predict from a saved model.</summary>
internal static class SecondProcess
{
    public static string[] Predict(string model)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };

        // Under `dotnet Digits.dll` the process is dotnet, which has to be told the program.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(SecondProcess).Assembly.Location);
        }

        start.ArgumentList.Add("predict");
        start.ArgumentList.Add(model);
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : throw new InvalidOperationException($"The second process ended with exit code {process.ExitCode}.");
    }
}
