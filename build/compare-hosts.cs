#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Runs the digits sample on both hosts and compares all coordinates and accuracies: dotnet run build/compare-hosts.cs
// Needs the real package, from a package source or MLNET_FEED. Ends with 1 where coordinates differ by more than 1e-6, relative to the largest
// of their embedding, or accuracies by more than 0.01.

using System.Globalization;
using LleTransforms.Commands;

const string Sample = "docs/samples/Digits/Digits.csproj";
const double LargestDifference = 1e-6;
const double LargestAccuracyDifference = 0.01;

string[][] onPackage = Figures("Package");
string[][] onStandIn = Figures("Offline");
Console.WriteLine($"{onPackage[0][1]} against {onStandIn[0][1]}");
bool agree = onPackage.Length == onStandIn.Length;
if (!agree)
{
    Console.WriteLine($"{onPackage.Length} lines against {onStandIn.Length}");
}

foreach (var group in onPackage.Zip(onStandIn).Skip(1).GroupBy(pair => Key(pair.First)))
{
    double[] first = [.. group.SelectMany(pair => Numbers(pair.First))], second = [.. group.SelectMany(pair => Numbers(pair.Second))];
    bool isAccuracy = group.First().First[0] == "accuracy";
    double scale = isAccuracy ? 1 : first.Max(Math.Abs);
    double difference = first.Length == second.Length && group.All(pair => Key(pair.First) == Key(pair.Second))
        ? first.Zip(second, (a, b) => Math.Abs(a - b)).Max() / scale
        : double.PositiveInfinity;
    bool holds = difference <= (isAccuracy ? LargestAccuracyDifference : LargestDifference);
    agree &= holds;
    string values = isAccuracy ? $"{first[0]:F4} and {second[0]:F4}" : $"{first.Length} values";
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{group.Key}: {values}, differ by {difference:0.0e0}{(holds ? "" : ": TOO MUCH")}"));
}

Console.WriteLine(agree ? "The hosts agree." : "The hosts DISAGREE.");
return agree ? 0 : 1;

static string[][] Figures(string host)
{
    string file = Path.Combine(Directory.CreateDirectory(Repository.Artifacts).FullName, $"figures-{host}.txt");
    File.Delete(file);
    int exitCode = DotNet.Run(
        "run", "-c", "Release", "-v", "quiet", "--project", Sample, $"-p:MLNetHost={host}", "--", "figures", file);
    return exitCode == 0
        ? [.. File.ReadLines(file).Select(line => line.Split(';'))]
        : throw new InvalidOperationException($"The digits sample ended with {exitCode} on {host}.");
}

static double[] Numbers(string[] line) => Array.ConvertAll(line[^1].Split(' '), text => double.Parse(text, CultureInfo.InvariantCulture));

static string Key(string[] line) => string.Join(", ", line.SkipLast(1));
