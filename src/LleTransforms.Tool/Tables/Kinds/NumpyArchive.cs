using System.IO.Compression;

namespace LleTransforms.Tool.Tables.Kinds;

/// <summary>Several arrays of NumPy in a zip, one of which is the table.</summary>
internal static class NumpyArchive
{
    private const string Extension = ".npy";

    public static NumpySource Open(InputBytes input, TableFormat format)
    {
        ZipArchive zip = OpenZip(input);
        string[] names = [.. zip.Entries.Where(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
            .Select(entry => entry.FullName[..^Extension.Length])];
        if (names.Length == 0)
        {
            throw ForeignKinds.NotRead(input.Name, "a zip without an array of NumPy, as workbooks are");
        }

        string chosen = format.Array is { } told
            ? Array.Find(names, name => name == told)
                ?? throw ToolException.CommandLine($"{input.Name}: has no array '{told}' for --array; it has {string.Join(", ", names)}.")
            : names.Length == 1 ? names[0] : Only(zip, names, input.Name);
        return NumpySource.Open($"{input.Name} ({chosen})", OpenEntry(zip, chosen), chosen, zip);
    }

    private static ZipArchive OpenZip(InputBytes input)
    {
        try
        {
            return new ZipArchive(input.Seekable(), ZipArchiveMode.Read);
        }
        catch (InvalidDataException fault)
        {
            throw new ToolException($"{input.Name}: is a zip, but cannot be read: {EngineFault.Tell(fault)}");
        }
    }

    private static Stream OpenEntry(ZipArchive zip, string name) => zip.GetEntry(name + Extension)!.Open();

    /// <summary>The only array with several dimensions; labels have one.</summary>
    private static string Only(ZipArchive zip, string[] names, string file)
    {
        var shapes = new List<(string Name, NumpyHeader Header)>();
        foreach (string name in names)
        {
            using Stream stream = OpenEntry(zip, name);
            try
            {
                shapes.Add((name, NumpyHeader.Read(name, stream)));
            }
            catch (TableException)
            {
                // Text and objects are no table.
            }
        }

        (string Name, NumpyHeader Header)[] tables = [.. shapes.Where(shape => shape.Header.Dimensions.Length > 1)];
        return tables is [var only] ? only.Name : throw ToolException.CommandLine(
            $"{file}: holds several arrays; name one with --array: " +
            string.Join(", ", shapes.Select(shape => $"{shape.Name} ({shape.Header.Shape})")) + ".");
    }
}
