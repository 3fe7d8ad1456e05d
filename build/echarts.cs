#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Renews the chart library that reports carry: dotnet run build/echarts.cs VERSION
// Fetches the npm package echarts by npm, which must be there, and copies its common build and its licences, unchanged.

using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using LleTransforms.Commands;

if (args is not [var version] || !Regex.IsMatch(version, @"^[0-9]+\.[0-9]+\.[0-9]+$"))
{
    Console.Error.WriteLine("Name the version of echarts to take: dotnet run build/echarts.cs 6.1.0");
    return 2;
}

string work = Path.Combine(Repository.Artifacts, "echarts");
Directory.CreateDirectory(work);
using (Process npm = Process.Start(new ProcessStartInfo("npm", ["pack", $"echarts@{version}", "--silent"]) { WorkingDirectory = work })!)
{
    npm.WaitForExit();
    if (npm.ExitCode != 0)
    {
        return 1;
    }
}

using (var zipped = new GZipStream(File.OpenRead(Path.Combine(work, $"echarts-{version}.tgz")), CompressionMode.Decompress))
{
    TarFile.ExtractToDirectory(zipped, work, overwriteFiles: true);
}

string target = Path.Combine(Repository.Root, "src", "LleTransforms.Report", "Assets", "echarts");
(string From, string To)[] files =
    [("dist/echarts.common.min.js", "echarts.js"), ("LICENSE", "LICENSE"), ("NOTICE", "NOTICE"), ("licenses/LICENSE-d3", "LICENSE-d3")];
foreach ((string from, string to) in files)
{
    File.Copy(Path.Combine(work, "package", from), Path.Combine(target, to), overwrite: true);
}

string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(target, "echarts.js"))));
string note = Path.Combine(target, "README.md");
string text = File.ReadAllText(note);
text = Regex.Replace(text, @"\| version \| .* \|", $"| version | {version} |");
text = Regex.Replace(text, @"echarts-[0-9.]+\.tgz", $"echarts-{version}.tgz");
text = Regex.Replace(text, @"\| SHA-256 of echarts.js \| .* \|", $"| SHA-256 of echarts.js | {hash} |");
File.WriteAllText(note, text);
Console.WriteLine($"echarts {version}, SHA-256 {hash}. Run the tests of LleTransforms.Report.Tests and look at a report.");
return 0;
