#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Makes the pictures of docs/guide/report.md anew: dotnet run build/pictures.cs
// Writes docs/pictures/report-*.png, of reports that lie in artifacts/pictures afterwards. Needs
// Chromium, found as the browser tests find it.

using System.Diagnostics;
using System.Globalization;
using LleTransforms.Commands;

const string Tool = "src/LleTransforms.Tool/LleTransforms.Tool.csproj";
const string Digits = "docs/samples/Digits/data/digits.train.csv";

var arguments = CommandLine.Parse(args);
string[] properties = ["-p:Configuration=Release", .. arguments.Properties];
string? chromium = Environment.GetEnvironmentVariable("LLE_CHROMIUM")
    ?? Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);
if (chromium is null)
{
    Console.Error.WriteLine(
        "There is no Chromium to take pictures with. On Debian: apt-get install chromium; or name one in LLE_CHROMIUM.");
    return 1;
}

if (DotNet.Run(["build", Tool, "--nologo", "-v:minimal", .. properties]) != 0)
{
    return 1;
}

string work = Path.Combine(Repository.Artifacts, "pictures");
Directory.CreateDirectory(work);
File.Copy(Path.Combine(Repository.Root, Digits), Path.Combine(work, "digits.csv"), overwrite: true);
File.WriteAllLines(Path.Combine(work, "swiss-roll.csv"), SwissRoll(700));
return Report("digits", ["--label", "digit", "-d", "3", "-k", "30", "--method", "ltsa", "--title", "Handwritten digits"]) == 0
    && Report("swiss-roll", ["--label", "length", "-k", "12", "--method", "modified", "--title", "Swiss roll"]) == 0
    && Picture("digits", "#row=40&theme=light", 1240, "report-digits.png")
    && Picture("swiss-roll", "#row=100&theme=dark", 850, "report-swiss-roll.png")
    ? 0
    : 1;

int Report(string name, string[] options) => DotNet.Run(
[
    "run", "--project", Tool, "--no-build", .. properties, "--",
    "report", Path.Combine(work, $"{name}.csv"), "-o", Path.Combine(work, $"{name}.html"), .. options,
]);

bool Picture(string name, string fragment, int height, string file)
{
    string path = Path.Combine(Repository.Root, "docs", "pictures", file);
    string address = new Uri(Path.Combine(work, $"{name}.html")).AbsoluteUri + fragment;
    string[] sandbox = OperatingSystem.IsLinux() && Environment.UserName == "root" ? ["--no-sandbox"] : [];
    using Process browser = Process.Start(new ProcessStartInfo(
        chromium,
        [.. sandbox, "--headless", "--hide-scrollbars", "--disable-gpu", $"--window-size=1160,{height}", "--virtual-time-budget=9000",
            $"--screenshot={path}", address])
    {
        RedirectStandardError = true,
    })!;
    browser.StandardError.ReadToEnd();
    browser.WaitForExit();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {new FileInfo(path).Length / 1024} KB"));
    return browser.ExitCode == 0;
}

// The label is the length along the sheet, from its inner edge.
static IEnumerable<string> SwissRoll(int count)
{
    var random = new Random(1);
    yield return "x,y,z,length";
    for (int i = 0; i < count; i++)
    {
        double angle = 1.5 * Math.PI * (1 + (2 * random.NextDouble()));
        double length = 0.5 * ((angle * Math.Sqrt(1 + (angle * angle))) + Math.Asinh(angle));
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{angle * Math.Cos(angle):G7},{21 * random.NextDouble():G7},{angle * Math.Sin(angle):G7},{length:G7}");
    }
}
