#!/usr/bin/env dotnet
#:property PublishAot=false
#:project commands/Commands.csproj

// Writes the lists of public members anew, after a change of them that is meant: dotnet run build/public-api.cs [LIBRARY ...]
// PublicAPI.Unshipped.txt gets what the sources declare and PublicAPI.Shipped.txt does not hold, by the analyzer's own fix.

using LleTransforms.Commands;

const string Header = "#nullable enable\n", Unshipped = "PublicAPI.Unshipped.txt";
string sources = Path.Combine(Repository.Root, "src");
string[] libraries = args.Length > 0
    ? args
    : [.. Directory.GetFiles(sources, Unshipped, SearchOption.AllDirectories).Select(list => Path.GetFileName(Path.GetDirectoryName(list)!))
        .Order()];
foreach (string library in libraries)
{
    string list = Path.Combine(sources, library, Unshipped);
    if (!File.Exists(list))
    {
        Console.Error.WriteLine($"src/{library} has no {Unshipped}; name a library of src, or none for all.");
        return 2;
    }

    string before = File.ReadAllText(list);
    File.WriteAllText(list, Header);
    int exitCode = DotNet.Run("format", "analyzers", $"src/{library}", "--diagnostics", "RS0016");
    if (exitCode != 0)
    {
        File.WriteAllText(list, before);
        return exitCode;
    }

    string[] after = File.ReadAllLines(list);
    Console.WriteLine($"{library}: {after.Length - 1} members in {Unshipped}, {after.Except(before.Split('\n')).Count()} of them new.");
}

return 0;
