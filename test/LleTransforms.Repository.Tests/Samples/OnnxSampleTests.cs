using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using LleTransforms.Report.Tests.Browser;
using Microsoft.Playwright;

namespace LleTransforms.Repository.Tests.Samples;

/// <summary>The sample of ONNX, as its first lines say: in .NET, in Node.js, and on its page in a browser.</summary>
[TestClass]
public sealed class OnnxSampleTests
{
    private static readonly string _folder = Path.Combine(RepositoryFolders.Artifacts, "onnx-sample");
    private static readonly Lock _gate = new();
    private static SampleRun? _run;
    private static string? _missing;

    [TestMethod]
    public void The_runtime_in_dotnet_agrees_with_the_step() => Run().AssertPrintsWhatSourceSays(tolerance: 60);

    [TestMethod]
    public void Node_agrees_with_the_step()
    {
        Install();

        (int exitCode, string output) = Execute("node", "score.mjs", Path.Combine("web", "digits.onnx"), "check.json");

        Assert.AreEqual(0, exitCode, output);
        StringAssert.Contains(output, "539 rows in Node.js, all within 1E-5 of .NET: true");
    }

    [TestMethod]
    public void The_oldest_runtime_agrees_too_and_takes_no_rows_or_any_number()
    {
        // Its optimiser makes operators that it lacks in double precision, and it ends the process at empty tables in between.
        const string Script = """
            import { readFile } from 'node:fs/promises';
            import ort from 'oldest-runtime';
            const { rows, places } = JSON.parse(await readFile('check.json', 'utf8'));
            const session = await ort.InferenceSession.create('web/digits.onnx');
            for (const n of [0, 1, 16, 17, 539]) {
              const pixels = new ort.Tensor('float32', Float32Array.from(rows.slice(0, n).flat()), [n, 64]);
              const { place } = await session.run({ pixels });
              const isNear = places.slice(0, n).flat().every((value, i) => Math.abs(value - place.data[i]) < 1e-5);
              console.log(`${n} rows: ${place.dims.join(' x ')} ${isNear}`);
            }
            """;
        Install();
        (int exitCode, string output) = Execute(
            Npm, "install", "--no-save", "--ignore-scripts", "oldest-runtime@npm:onnxruntime-node@1.18.0");
        if (exitCode != 0)
        {
            Assert.Inconclusive($"onnxruntime-node 1.18.0 could not be fetched: {output}");
        }

        File.WriteAllText(Path.Combine(_folder, "oldest.mjs"), Script);
        (exitCode, output) = Execute("node", "oldest.mjs");

        Assert.AreEqual(0, exitCode, output);
        CollectionAssert.AreEqual(
            new[] { "0 rows: 0 x 2 true", "1 rows: 1 x 2 true", "16 rows: 16 x 2 true", "17 rows: 17 x 2 true", "539 rows: 539 x 2 true" },
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [TestMethod]
    public async Task A_digit_that_is_drawn_on_the_page_lands_where_the_model_places_it()
    {
        Install();
        IBrowser browser = await Chromium.GetAsync();
        using Process server = Serve(out string address);
        try
        {
            IPage page = await browser.NewPageAsync();
            List<string> faults = [];
            page.PageError += (_, fault) => faults.Add(fault);
            await page.GotoAsync(address);
            await page.WaitForFunctionAsync("() => window.isReady");

            await DrawAsync(page, "#pad", (128, 40), (128, 216));
            Drawn one = await DrawnAsync(page);
            await page.ClickAsync("#clear");
            await DrawAsync(page, "#pad", [.. Enumerable.Range(0, 33).Select(step => Oval(step / 32.0))]);
            Drawn zero = await DrawnAsync(page);

            Assert.IsEmpty(faults);
            Assert.AreEqual(0, zero.Digit);
            Assert.AreNotEqual(0, one.Digit);
            foreach (Drawn drawn in new[] { one, zero })
            {
                Assert.IsGreaterThan(0, drawn.Row.Sum());
                Assert.IsTrue(Array.TrueForAll(drawn.Row, value => value is >= 0 and <= 16));
                double[] placed = await PlacedInNodeAsync(drawn.Row);
                Assert.AreEqual(placed[0], drawn.Place[0], 1e-5);
                Assert.AreEqual(placed[1], drawn.Place[1], 1e-5);
            }
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    private static string Npm => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    private static (double X, double Y) Oval(double share) =>
        (128 + (62 * Math.Sin(2 * Math.PI * share)), 128 - (90 * Math.Cos(2 * Math.PI * share)));

    private static async Task DrawAsync(IPage page, string canvas, params (double X, double Y)[] points)
    {
        LocatorBoundingBoxResult box = (await page.Locator(canvas).BoundingBoxAsync())!;
        await page.Mouse.MoveAsync((float)(box.X + points[0].X), (float)(box.Y + points[0].Y));
        await page.Mouse.DownAsync();
        foreach ((double x, double y) in points)
        {
            await page.Mouse.MoveAsync((float)(box.X + x), (float)(box.Y + y), new MouseMoveOptions { Steps = 4 });
        }

        await page.Mouse.UpAsync();
    }

    /// <summary>What the page has made of the drawing, once it has caught up with it.</summary>
    private static async Task<Drawn> DrawnAsync(IPage page)
    {
        await page.WaitForFunctionAsync("() => window.drawn && window.drawn.row.every((value, i) => value === window.pixels()[i])");
        string json = await page.EvaluateAsync<string>("() => JSON.stringify(window.drawn)");
        return JsonSerializer.Deserialize<Drawn>(json, JsonSerializerOptions.Web)!;
    }

    /// <summary>The same row by the script, which is told that it lies at 0 and says by how much that is wrong.</summary>
    private static async Task<double[]> PlacedInNodeAsync(double[] row)
    {
        const string Script = """
            import ort from 'onnxruntime-node';
            const session = await ort.InferenceSession.create('web/digits.onnx');
            const row = JSON.parse(process.argv[2]);
            const { place } = await session.run({ pixels: new ort.Tensor('float32', Float32Array.from(row), [1, row.length]) });
            console.log(JSON.stringify([...place.data]));
            """;
        await File.WriteAllTextAsync(Path.Combine(_folder, "place.mjs"), Script);
        (int exitCode, string output) = Execute("node", "place.mjs", JsonSerializer.Serialize(row));
        Assert.AreEqual(0, exitCode, output);
        return JsonSerializer.Deserialize<double[]>(output)!;
    }

    private static SampleRun Run()
    {
        lock (_gate)
        {
            return _run ??= SampleRun.Start("Onnx", _folder);
        }
    }

    /// <summary>Runs the sample and fetches its runtimes; where that cannot be, the test is skipped and says so.</summary>
    private static void Install()
    {
        Run();
        lock (_gate)
        {
            if (_missing is null)
            {
                try
                {
                    (int exitCode, string output) = Execute(Npm, "install", "--ignore-scripts", "--no-audit", "--no-fund");
                    _missing = exitCode == 0 ? string.Empty : $"'npm install' failed, so nothing was scored beside .NET: {output}";
                }
                catch (Win32Exception)
                {
                    _missing = "There is no Node.js on this machine to score with.";
                }
            }
        }

        if (_missing.Length > 0)
        {
            Assert.Inconclusive(_missing);
        }
    }

    private static (int ExitCode, string Output) Execute(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static Process Serve(out string address)
    {
        Process process = Process.Start(new ProcessStartInfo("node", ["serve.mjs", "0"])
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true,
        })!;
        address = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server has not said where it is.");
        return process;
    }

    private sealed record Drawn(double[] Row, double[] Place, int Digit);
}
