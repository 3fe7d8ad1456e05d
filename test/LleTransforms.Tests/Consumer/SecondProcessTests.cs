using System.Diagnostics;

namespace LleTransforms.Tests.Consumer;

[TestClass]
public sealed class SecondProcessTests
{
    [TestMethod]
    public void A_model_saved_by_one_process_gives_the_same_coordinates_in_another_that_registers_nothing()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".zip");
        try
        {
            var saved = RunConsumer("save", file);
            var loaded = RunConsumer("load", file);

            Assert.HasCount(7, saved);
            Assert.IsTrue(saved.All(line => line.Split(' ').Length == 4 && line.Split(' ').All(value => float.IsFinite(float.Parse(value)))));
            CollectionAssert.AreEqual(saved, loaded);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string[] RunConsumer(string verb, string file)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "LleTransforms.Consumer.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [assembly, verb, file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.AreEqual(0, process.ExitCode, errors.Result);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
