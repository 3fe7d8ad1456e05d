using System.Text;

namespace LleTransforms.Tool.Tables.Kinds;

/// <summary>Files that hold tables and are not read, known by their first bytes; a message says how to get one that is.</summary>
internal static class ForeignKinds
{
    private static readonly (byte[] Mark, string Name)[] _kinds =
    [
        ([0xD0, 0xCF, 0x11, 0xE0], "a workbook of Excel"),
        ([0x89, (byte)'H', (byte)'D', (byte)'F'], "HDF5"),
        (Encoding.ASCII.GetBytes("SQLite format 3"), "an SQLite database"),
        (Encoding.ASCII.GetBytes("ARROW1"), "Arrow or Feather"),
        (Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file"), "a MAT-file of MATLAB"),
        ([0x80, 0x02], "a pickle of Python"),
        ([0x80, 0x03], "a pickle of Python"),
        ([0x80, 0x04], "a pickle of Python"),
        ([0x80, 0x05], "a pickle of Python"),
        (Encoding.ASCII.GetBytes("{"), "JSON"),
        (Encoding.ASCII.GetBytes("[{"), "JSON"),
        (Encoding.ASCII.GetBytes("[["), "JSON"),
        (Encoding.ASCII.GetBytes("<!"), "HTML or XML"),
        (Encoding.ASCII.GetBytes("<?xml"), "XML"),
        (Encoding.ASCII.GetBytes("<html"), "HTML"),
    ];

    /// <exception cref="ToolException">The file is of one of those kinds.</exception>
    public static void Refuse(string name, ReadOnlySpan<byte> head)
    {
        foreach ((byte[] mark, string kind) in _kinds)
        {
            if (head.StartsWith(mark))
            {
                throw NotRead(name, kind);
            }
        }
    }

    public static ToolException NotRead(string name, string kind) =>
        new($"{name}: is {kind}, which is not read; save the table as CSV, .npy or Parquet.");
}
