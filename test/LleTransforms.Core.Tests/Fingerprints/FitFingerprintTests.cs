using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace LleTransforms.Core.Tests.Fingerprints;

/// <summary>
/// The bits of many fits, kept as SHA-256 sums: a change of shape changes none. A change of results is meant where a line of
/// fingerprints.txt changes with it; the lines are written anew by LLE_WRITE_FINGERPRINTS=1.
/// </summary>
[TestClass]
public sealed class FitFingerprintTests
{
    private static readonly string _instructionSet = RuntimeInformation.ProcessArchitecture
        + (Vector512.IsHardwareAccelerated ? "-512" : Vector256.IsHardwareAccelerated ? "-256" : "-128");

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Coordinates_placements_and_model_files_keep_their_bits(int threads)
    {
        string file = Path.Combine(FolderOfThisFile(), "fingerprints.txt");
        string[] now = [.. FingerprintCase.All().Select(one => $"{_instructionSet}\t{one.Name}\t{Describe(one, threads)}")];
        Assert.HasCount(now.Length, now.Select(line => line.Split('\t')[1]).Distinct());
        Assert.IsGreaterThanOrEqualTo(60, now.Length);
        string[] kept = File.Exists(file) ? File.ReadAllLines(file) : [];
        if (Environment.GetEnvironmentVariable("LLE_WRITE_FINGERPRINTS") == "1" && threads == 1)
        {
            File.WriteAllLines(file, [.. kept.Where(line => !line.StartsWith(_instructionSet + "\t", StringComparison.Ordinal)), .. now]);
            Assert.Inconclusive($"Wrote {now.Length} lines for {_instructionSet} to {file}.");
        }

        string[] expected = [.. kept.Where(line => line.StartsWith(_instructionSet + "\t", StringComparison.Ordinal))];
        if (expected.Length == 0)
        {
            Assert.Inconclusive(
                $"No bits are kept for {_instructionSet}, where sums are taken in another order; LLE_WRITE_FINGERPRINTS=1 writes them.");
        }

        if (expected.Zip(now).Any(pair => Input(pair.First) != Input(pair.Second)))
        {
            Assert.Inconclusive("Sine and cosine of this machine give other rows than those whose bits are kept.");
        }

        string[] changed = [.. now.Except(expected).Concat(expected.Except(now))];
        Assert.IsEmpty(changed, string.Join('\n', changed));
    }

    private static string Input(string line) => string.Join('\t', line.Split('\t')[1..3]);

    /// <summary>The sums of the rows, of the training rows' coordinates and eigenvalues, of the others'
    /// places, and of the model file.</summary>
    private static string Describe(FingerprintCase one, int threads)
    {
        one.Options.NumberOfThreads = threads;
        LleModel model = LocallyLinearEmbedding.Fit(one.Rows, one.Labels, one.Options);
        FeatureMatrix placed = model.Transform(one.Others);
        using var file = new MemoryStream();
        model.Save(file);
        return string.Join('\t', Sum(Values(one.Rows)), Sum([.. Coordinates(model),
            .. MemoryMarshal.AsBytes<double>(model.Eigenvalues.ToArray())]), Sum(Values(placed)), Sum(file.ToArray()));
    }

    private static byte[] Coordinates(LleModel model) =>
        model.Method is LleMethod.NeighborhoodPreservingEmbedding or LleMethod.LinearLocalTangentSpaceAlignment
        ? []
        : [.. Enumerable.Range(0, model.NumberOfTrainingRows).SelectMany(row => MemoryMarshal.AsBytes(model.Coordinates(row)).ToArray())];

    private static byte[] Values(FeatureMatrix table)
    {
        float[] values = new float[table.NumberOfRows * table.NumberOfColumns];
        for (int row = 0; row < table.NumberOfRows; row++)
        {
            for (int column = 0; column < table.NumberOfColumns; column++)
            {
                values[(row * table.NumberOfColumns) + column] = (float)table.Value(row, column);
            }
        }

        return MemoryMarshal.AsBytes<float>(values).ToArray();
    }

    private static string Sum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];

    private static string FolderOfThisFile([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
