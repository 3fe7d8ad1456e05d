#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Writes the tables of docs/evidence anew by the commands that their pages name: dotnet run build/evidence.cs [NAME ...]
// A name is that of a table or of a page. Without one, all tables of a few minutes are written; --list tells which there are.
// A command that fails, or prints no table, leaves its page as it was. A quiet machine gives figures that mean something.

using System.Diagnostics;
using System.Globalization;
using LleTransforms.Commands;

string folder = Path.Combine(Repository.Root, "docs", "evidence");
(string Page, EvidenceBlock Block)[] all = [.. Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal)
    .SelectMany(page => EvidenceBlock.ReadAll(Read(page)).Select(block => (page, block)))];
if (args is ["--list"])
{
    foreach ((string page, EvidenceBlock block) in all)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{block.Name,-24}{block.Minutes,5} min  {Path.GetFileName(page),-20}{block.Command}"));
    }

    return 0;
}

string[] unknown = [.. args.Where(name => !all.Any(one => IsNamed(one, name)))];
if (unknown.Length > 0)
{
    Console.Error.WriteLine($"There is no table or page {string.Join(", ", unknown)}; dotnet run build/evidence.cs -- --list tells them.");
    return 2;
}

int failures = 0;
foreach ((string page, EvidenceBlock block) in all.Where(one => args.Length == 0
    ? one.Block.Minutes <= EvidenceBlock.LongestUnasked
    : args.Any(name => IsNamed(one, name))))
{
    Console.WriteLine($"{block.Name}: {block.Command}");
    long start = Stopwatch.GetTimestamp();
    (int? exitCode, string output) = DotNet.Capture(Timeout.InfiniteTimeSpan, block.DotNetArguments);
    try
    {
        if (exitCode != 0)
        {
            throw new FormatException($"{block.Name} ended with {exitCode}:\n{output}");
        }

        // Read anew: a page may have several tables, and its writer may be at work.
        File.WriteAllText(page, block.Write(Read(page), output, DateOnly.FromDateTime(DateTime.UtcNow)));
        Console.WriteLine($"  written to {Path.GetFileName(page)} after {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
    }
    catch (FormatException fault)
    {
        Console.Error.WriteLine(fault.Message);
        failures++;
    }
}

return failures == 0 ? 0 : 1;

static string Read(string page) => File.ReadAllText(page).ReplaceLineEndings("\n");

static bool IsNamed((string Page, EvidenceBlock Block) one, string name) =>
    one.Block.Name == name || Path.GetFileNameWithoutExtension(one.Page) == name;
