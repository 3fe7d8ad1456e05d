using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using LleTransforms.Tool.Tables;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Tables;

/// <summary>Files of every kind are known by their content, and say what they are.</summary>
[TestClass]
public sealed class KindTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow("<f8")]
    [DataRow(">f8")]
    [DataRow("<f4")]
    [DataRow(">f4")]
    [DataRow("<f2")]
    [DataRow("<i8")]
    [DataRow("<i4")]
    [DataRow(">i2")]
    [DataRow("|i1")]
    [DataRow("<u8")]
    [DataRow("<u4")]
    [DataRow(">u2")]
    [DataRow("|u1")]
    public void Arrays_of_every_type_and_order_are_read(string type)
    {
        Table byRows = _folder.Read("a.npy", Npy(type, false, "(2, 3)", 1, 2, 3, 4, 5, 100));
        Table byColumns = _folder.Read("b.dat", Npy(type, true, "(2, 3)", 1, 4, 2, 5, 3, 100));

        byRows.Holds(3, 1, 2, 3, 4, 5, 100);
        byColumns.Holds(3, 1, 2, 3, 4, 5, 100);
        byRows.Summary.Tells("a NumPy array of 2 x 3", "2 rows of 3 features");
    }

    [TestMethod]
    [DataRow("{\"x\":1,\"y\":2}\n", "JSON")]
    [DataRow("[{\"x\":1}]", "JSON")]
    [DataRow("<!DOCTYPE html><table>", "HTML")]
    [DataRow("SQLite format 3\0", "SQLite")]
    [DataRow("ARROW1\0\0", "Feather")]
    [DataRow("MATLAB 5.0 MAT-file, Platform", "MATLAB")]
    public void Tables_of_other_kinds_are_told_by_name_and_what_to_save_them_as(string text, string kind)
    {
        _folder.Refused("a.csv", text).Tells("a.csv: is ", kind, "save the table as CSV, .npy or Parquet");
        _folder.Refused("a.csv", text, new TableFormat { Kind = TableKind.Delimited }).Tells("a.csv");
    }

    [TestMethod]
    public void Shapes_of_arrays_become_rows()
    {
        _folder.Read("a.npy", Npy("<f8", false, "(3,)", 1, 2, 4)).Holds(1, 1, 2, 4);
        _folder.Read("a.npy", Npy("<f8", false, "(2, 1, 2)", 1, 2, 3, 4)).Holds(2, 1, 2, 3, 4);
        _folder.Refused("a.npy", Npy("<f8", true, "(2, 1, 2)", 1, 2, 3, 4)).Tells("2 x 1 x 2 by columns");
        _folder.Refused("a.npy", Npy("<c16", false, "(1, 1)", 1, 2)).Tells("'<c16'", "numbers is needed");
        _folder.Refused("a.npy", Npy("<f8", false, "(2, 2)", 1, 2, 3)).Tells("ends within row 2 of 2");
        _folder.Refused("a.npy", Npy("<f8", false, "(2, 2)", 1, 2, 3)[..40]).Tells("cut short");
        _folder.Refused("a.npy", Npy("<f8", false, "(2, 2)", 1, 2, 3, double.NaN)).Tells("row 2, column 2", "NaN is not a finite number");
        var skip = new TableFormat { Missing = new MissingValues(MissingMode.Skip, []) };
        _folder.Read("a.npy", Npy("<f8", false, "(2, 2)", 1, 2, 3, double.NaN), skip).Holds(2, 1, 2);
    }

    [TestMethod]
    public void An_archive_gives_its_table_or_the_one_that_is_named()
    {
        byte[] table = Npy("<f8", false, "(2, 2)", 1, 2, 3, 4);
        byte[] labels = Npy("<i8", false, "(2,)", 0, 1);
        byte[] other = Npy("<f4", false, "(1, 2)", 5, 6);

        _folder.Read("a.npz", Zip(("x", table), ("y", labels))).Holds(2, 1, 2, 3, 4);
        _folder.Read("a.npz", Zip(("x", table), ("z", other)), new TableFormat { Array = "z" }).Holds(2, 5, 6);
        _folder.Refused("a.npz", Zip(("x", table), ("z", other))).Tells("--array", "x (2 x 2)", "z (1 x 2)");
        _folder.Refused("a.npz", Zip(("x", table)), new TableFormat { Array = "q" }).Tells("no array 'q' for --array; it has x");
        _folder.Refused("a.csv", Zip()).Tells("zip without an array");
    }

    [TestMethod]
    public void A_packed_file_is_read_as_what_it_holds()
    {
        _folder.Read("a.csv.gz", Gzip("x,y\n1,2\n3,4\n"u8.ToArray())).Holds(2, 1, 2, 3, 4);
        _folder.Read("a.tsv.gz", Gzip("x,1\ty\n1\t2\n3\t4\n"u8.ToArray())).Holds(2, 1, 2, 3, 4);
        _folder.Read("a", Gzip(Npy("<f8", false, "(2, 2)", 1, 2, 3, 4))).Holds(2, 1, 2, 3, 4);
        _folder.Refused("a.csv.gz", Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,2\n", 9_000))))[..60])
            .Tells("a.csv.gz");
    }

    [TestMethod]
    public void Sparse_rows_of_SVMlight_have_their_labels_apart()
    {
        Table table = _folder.Read("a.txt", "# made\n+1 1:0.5 3:2 # first\n-1 qid:7 2:1.5\n+1\n");
        Table fromZero = _folder.Read("b.svm", "1 0:1 2:3\n0 1:2\n");

        table.Holds(3, 0.5, 0, 2, 0, 1.5, 0, 0, 0, 0);
        CollectionAssert.AreEqual(new[] { 0, 1, 0 }, table.Labels);
        table.Summary.Tells("SVMlight with indices from 1");
        fromZero.Holds(3, 1, 0, 3, 0, 2, 0);
        _folder.Read("a.txt", "1 1:1 2:2 3:3\n2 1:4 3:6\n", new TableFormat { Ignored = ["3"] }).Holds(2, 1, 3, 4, 6);
        _folder.Refused("a.txt", "1 1:1 3:3\n2 3:4 1:6\n").Tells("row 2 (line 2)", "index 1 follows 3");
        _folder.Refused("a.txt", "1 1:1 3:3\n2 3:nan\n").Tells("row 2 (line 2)", "not a finite number");
        _folder.Refused("a.txt", "1 1:1\n2 x\n", new TableFormat { Kind = TableKind.SvmLight })
            .Tells("row 2 (line 2)", "'x' is not index:value");
    }

    [TestMethod]
    public void Wide_sparse_rows_stay_sparse()
    {
        string text = string.Concat(Enumerable.Range(0, 30).Select(row => $"{row % 2} {row + 1}:1 {5_000 + row}:{row}.5\n"));

        Table table = _folder.Read("a.svmlight", text);

        Assert.IsTrue(table.Features.IsSparse);
        Assert.AreEqual(5_029, table.Features.NumberOfColumns);
        Assert.AreEqual(29.5, table.Features.Value(29, 5_028));
    }

    [TestMethod]
    public void Every_kind_goes_through_the_command()
    {
        float[][] rows = Sheet.Rows(60);
        string plain = _folder.WriteRows("plain.csv", rows, header: null);
        double[] values = [.. rows.SelectMany(row => row.Select(value => double.Parse(value.ToString())))];
        File.WriteAllBytes(_folder["a.npy"], Npy("<f8", false, "(60, 3)", values));
        File.WriteAllBytes(_folder["a.npz"], Zip(("x", Npy("<f8", true, "(60, 3)", [.. Enumerable.Range(0, 180).Select(i =>
            values[(i % 60 * 3) + (i / 60)])]))));
        File.WriteAllBytes(_folder["a.txt.gz"], Gzip(Encoding.UTF8.GetBytes(
            string.Concat(rows.Select(row => "  " + string.Join("   ", row) + "\n")))));

        string expected = Run.Of("embed", plain).Succeeds().Output;

        Assert.AreEqual(expected, Run.Of("embed", _folder["a.npy"]).Succeeds().Output);
        Assert.AreEqual(expected, Run.Of("embed", _folder["a.npz"]).Succeeds().Output);
        Assert.AreEqual(expected, Run.Of("embed", _folder["a.txt.gz"]).Succeeds().Output);
        Run.Of("embed", _folder["a.npy"], "--format", "xls")
            .Fails(ExitCode.BadCommandLine, "--format is 'xls'", "svmlight, npy, npz, parquet");
    }

    [TestMethod]
    public void A_reader_on_a_terminal_says_what_it_took()
    {
        using var error = new StringWriter();
        var console = new ToolConsole(() => Stream.Null, TextWriter.Null, error, ShowsProgress: true);

        Table.Read(_folder.Write("a.csv", "x;y\n1;2\n3;4\n"), new TableFormat(), console);

        Assert.AreEqual(
            $"lle: {_folder["a.csv"]}: text with ; between fields with a header, 2 rows of 2 features.\n",
            error.ToString().ReplaceLineEndings("\n"));
    }

    private static byte[] Npy(string type, bool isByColumns, string shape, params double[] values)
    {
        string text = $"{{'descr': '{type}', 'fortran_order': {(isByColumns ? "True" : "False")}, 'shape': {shape}, }}";
        text = text.PadRight((-text.Length - 11 & 63) + text.Length) + "\n";
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        return [0x93, .. "NUMPY"u8, 1, 0, .. length, .. Encoding.ASCII.GetBytes(text), .. values.SelectMany(value => Bytes(type, value))];
    }

    private static byte[] Bytes(string type, double value)
    {
        byte[] bytes = type[1..] switch
        {
            "f4" => BitConverter.GetBytes((float)value),
            "f2" => BitConverter.GetBytes((Half)value),
            "i8" or "u8" => BitConverter.GetBytes((long)value),
            "i4" or "u4" => BitConverter.GetBytes((int)value),
            "i2" or "u2" => BitConverter.GetBytes((short)value),
            "i1" or "u1" => [(byte)value],
            _ => BitConverter.GetBytes(value),
        };
        return type[0] == '>' ? [.. bytes.Reverse()] : bytes;
    }

    private static byte[] Zip(params (string Name, byte[] Array)[] arrays)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] array) in arrays)
            {
                using Stream entry = zip.CreateEntry(name + ".npy").Open();
                entry.Write(array);
            }

            zip.CreateEntry("readme.txt").Open().Dispose();
        }

        return bytes.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionMode.Compress))
        {
            packed.Write(content);
        }

        return bytes.ToArray();
    }
}
