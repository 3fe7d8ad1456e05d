using System.Reflection;
using System.Security.Cryptography;

namespace LleTransforms.Report.Tests.Page;

/// <summary>The chart library is what its note says it is, and brings its licence.</summary>
[TestClass]
public sealed class ChartLibraryTests
{
    private static readonly string _folder = typeof(ChartLibraryTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ChartLibrary").Value!;

    [TestMethod]
    public void The_file_is_the_one_the_note_names()
    {
        string note = File.ReadAllText(Path.Combine(_folder, "README.md"));
        byte[] library = File.ReadAllBytes(Path.Combine(_folder, "echarts.js"));

        StringAssert.Contains(note, Convert.ToHexStringLower(SHA256.HashData(library)));
        StringAssert.Contains(File.ReadAllText(Path.Combine(_folder, "LICENSE")), "Apache License");
        StringAssert.Contains(File.ReadAllText(Path.Combine(_folder, "NOTICE")), "Apache ECharts");
    }
}
