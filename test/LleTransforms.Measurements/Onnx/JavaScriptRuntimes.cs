using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LleTransforms.Onnx;
using LleTransforms.Samples.Images;

namespace LleTransforms.Measurements.Onnx;

/// <summary>onnxruntime-node and onnxruntime-web, in one process of Node.js; npm fetches them into a folder that is kept.</summary>
internal sealed class JavaScriptRuntimes
{
    private readonly string _folder;

    private JavaScriptRuntimes(string folder) => _folder = folder;

    /// <param name="folder">Where they are fetched to, beside what is handed to them.</param>
    /// <exception cref="DataUnavailableException">There is no npm or no node, or nothing can be fetched.</exception>
    public static JavaScriptRuntimes Fetch(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in new[] { "package.json", "compare.mjs" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(folder, file), overwrite: true);
        }

        FetchCommand.Run(folder, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund");
        return new JavaScriptRuntimes(folder);
    }

    /// <summary>The largest difference from the engine's coordinates beside the largest of its column, in Node.js and in wasm.</summary>
    public (double Node, double Web) Compare(LleModel model, float[] rows, float[] expected)
    {
        using (FileStream file = File.Create(Path.Combine(_folder, "model.onnx")))
        {
            model.SaveAsOnnx(file);
        }

        File.WriteAllBytes(Path.Combine(_folder, "rows.f32"), MemoryMarshal.AsBytes(rows.AsSpan()));
        File.WriteAllBytes(Path.Combine(_folder, "expected.f32"), MemoryMarshal.AsBytes(expected.AsSpan()));
        string[] arguments =
        [
            "compare.mjs", ".", model.NumberOfFeatures.ToString(CultureInfo.InvariantCulture),
            model.NumberOfComponents.ToString(CultureInfo.InvariantCulture),
        ];
        using var process = Process.Start(new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && output.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [var node, var web]
            ? (double.Parse(node, CultureInfo.InvariantCulture), double.Parse(web, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"Node.js ended with {process.ExitCode}: {output}{errors.Result}");
    }
}
