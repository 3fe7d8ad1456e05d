#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj
#:package Microsoft.Playwright

// The figures of docs/guide/report.md: how long a report of a swiss roll takes to open,
// and to draw itself anew while it is zoomed and panned.
// dotnet run build/frame-times.cs [-- ROWS]    Needs Chromium, found as the browser tests find it.

using System.Diagnostics;
using System.Globalization;
using LleTransforms.Commands;
using Microsoft.Playwright;

const string Tool = "src/LleTransforms.Tool/LleTransforms.Tool.csproj";
const int Frames = 60;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var arguments = CommandLine.Parse(args);
int rows = arguments.Others is [string count, ..] ? int.Parse(count) : 60_000;
string[] properties = ["-p:Configuration=Release", .. arguments.Properties];
string? chromium = Environment.GetEnvironmentVariable("LLE_CHROMIUM")
    ?? Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);
if (chromium is null)
{
    Console.Error.WriteLine("There is no Chromium to measure. On Debian: apt-get install chromium; or name one in LLE_CHROMIUM.");
    return 1;
}

string work = Directory.CreateDirectory(Path.Combine(Repository.Artifacts, "frame-times")).FullName;
string table = Path.Combine(work, "roll.csv");
string report = Path.Combine(work, "roll.html");
File.WriteAllLines(table, SwissRoll(rows));
if (DotNet.Run(["build", Tool, "--nologo", "-v:minimal", .. properties]) != 0
    || DotNet.Run(["run", "--project", Tool, "--no-build", .. properties, "--", "report", table, "--label", "quarter", "-d", "2", "-k",
        "10", "-o", report]) != 0)
{
    return 1;
}

using IPlaywright playwright = await Playwright.CreateAsync();
await using IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
{
    ExecutablePath = chromium,
    Headless = true,

    // Without its clock a frame takes what it takes, and not the next multiple of 1/60 s.
    Args = ["--disable-gpu-vsync", "--disable-frame-rate-limit",
        .. OperatingSystem.IsLinux() && Environment.UserName == "root" ? ["--no-sandbox"] : (string[])[]],
});
IPage page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1400, Height = 900 } });
var watch = Stopwatch.StartNew();
await page.GotoAsync(new Uri(report).AbsoluteUri);
await page.WaitForFunctionAsync("() => window.lleReport && lleReport.scatter.view");
Console.WriteLine(
    $"{rows:N0} rows, {new FileInfo(report).Length / 1e6:F1} MB, opened in {watch.Elapsed.TotalSeconds:F1} s; {Frames} frames each, " +
    $"median and 95th percentile:");

Print("zooming", await MeasureAsync("(at, s) => { s.move(at % 2 ? 1 / 0.8 : 0.8, 0, 0); s.chart.getZr().flush(); }"));
Print("panning",
    await MeasureAsync("(at, s) => { if (at === 0) s.move(0.5, 0, 0); s.move(1, at % 2 ? 0.1 : -0.1, 0); s.chart.getZr().flush(); }"));
Print("finding the row under the pointer, its links",
    await MeasureAsync("(at, s) => { s.hover(-1); s.hover(s.nearest(s.x[997 * at % s.x.length], s.y[997 * at % s.x.length])); }"));
foreach (string symbol in (string[])["rect", "circle"])
{
    Print($"the chart library's own scatter, {symbol}", await MeasureAsync(
        "(at, s) => s.theirs.dispatchAction({ type: 'dataZoom', start: at % 2 ? 10 : 0, end: at % 2 ? 90 : 100 })", symbol));
}

return 0;

// Each frame lasts from the movement until what follows the painting.
Task<double[]> MeasureAsync(string step, string? symbol = null) => page.EvaluateAsync<double[]>(
    $$"""
    async ([frames, symbol]) => {
      const step = {{step}};
      const scatter = lleReport.scatter;
      let box = null;
      if (symbol) {
        box = document.body.appendChild(document.createElement("div"));
        Object.assign(box.style, { position: "fixed", left: 0, top: 0,
          width: scatter.box.clientWidth + "px", height: scatter.box.clientHeight + "px" });
        scatter.theirs = echarts.init(box);
        scatter.theirs.setOption({
          animation: false, xAxis: {}, yAxis: {}, dataZoom: [{ type: "inside", xAxisIndex: 0, filterMode: "none" }],
          series: [{ type: "scatter", symbol, symbolSize: 4, large: true, largeThreshold: 0, progressive: 0,
            data: Array.from(scatter.x, (x, i) => [x, scatter.y[i]]) }],
        });
      }
      const painted = () => new Promise(resolve => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = resolve;
        channel.port2.postMessage(0);
      }));
      const times = [];
      await painted();
      for (let at = 0; at < frames; at++) {
        const start = performance.now();
        step(at, scatter);
        await painted();
        times.push(performance.now() - start);
      }
      box?.remove();
      return times;
    }
    """,
    new object?[] { Frames, symbol });

static void Print(string what, double[] times)
{
    Array.Sort(times);
    Console.WriteLine($"{what,-48}{times[times.Length / 2],7:F1} ms{times[(int)(0.95 * times.Length)],9:F1} ms");
}

static IEnumerable<string> SwissRoll(int count)
{
    var random = new Random(1);
    yield return "x,y,z,quarter";
    for (int i = 0; i < count; i++)
    {
        double share = random.NextDouble();
        double angle = 1.5 * Math.PI * (1 + (2 * share));
        yield return $"{angle * Math.Cos(angle):G7},{21 * random.NextDouble():G7},{angle * Math.Sin(angle):G7},{1 + (int)(4 * share)}";
    }
}
