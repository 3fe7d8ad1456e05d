using System.Reflection;
using System.Runtime.InteropServices;

namespace LleTransforms.Tests.Consumer;

/// <summary>Publishes the user's program as a single file, which finds assemblies in itself and none by a path.</summary>
[TestClass]
public sealed class SingleFileTests
{
    [TestMethod]
    public void A_single_file_loads_a_model_and_predicts_what_the_program_that_saved_it_predicted()
    {
        string folder = Directory.CreateTempSubdirectory("single-file").FullName;
        try
        {
            string model = Path.Combine(folder, "model.zip");
            string[] saved = Program.Run("LleTransforms.Consumer.dll", "save", model);
            string published = Path.Combine(folder, "published");
            Program.RunCommand(
                "publish", Told("ConsumerProject"), "--output", published, "--runtime", RuntimeInformation.RuntimeIdentifier,
                "--self-contained", "false",
                "-p:PublishSingleFile=true", "-p:EnableSingleFileAnalyzer=false", "-p:Configuration=" + Told("Configuration"),
                "--verbosity", "quiet", "--nologo");
            Assert.IsFalse(File.Exists(Path.Combine(published, "LleTransforms.dll")), "The assemblies are not in the single file.");

            string[] loaded = Program.Start(Path.Combine(
                published, OperatingSystem.IsWindows() ? "LleTransforms.Consumer.exe" : "LleTransforms.Consumer"), "load", model);

            Assert.HasCount(7, loaded);
            CollectionAssert.AreEqual(saved, loaded);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Told(string key) =>
        typeof(SingleFileTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
