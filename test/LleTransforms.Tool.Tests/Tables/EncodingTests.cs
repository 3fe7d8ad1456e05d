using System.Text;
using LleTransforms.Tool.Tables;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Tables;

/// <summary>Text is read as it was written or refused with the byte's place. No two labels become one.</summary>
[TestClass]
public sealed class EncodingTests
{
    private const string Labels = "x,kind\n1,caf\u00E9\n2,caf\u00E8\n3,caf\u00E9\n";

    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow("iso-8859-1")]
    [DataRow("utf-16")]
    [DataRow("utf-16BE")]
    [DataRow("utf-8")]
    public void Labels_are_told_apart_in_the_encoding_that_is_named(string name)
    {
        var encoding = Encoding.GetEncoding(name);

        Table table = _folder.Read("a.csv", encoding.GetBytes(Labels), new TableFormat(LabelColumn: "kind") { Encoding = encoding });

        CollectionAssert.AreEqual(new[] { 0, 1, 0 }, table.Labels);
        CollectionAssert.AreEqual(new[] { "caf\u00E9", "caf\u00E8" }, table.LabelTexts.ToArray());
    }

    [TestMethod]
    [DataRow("utf-16")]
    [DataRow("utf-16BE")]
    [DataRow("utf-32")]
    [DataRow("utf-8")]
    public void A_byte_order_mark_tells_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);

        Table table = _folder.Read("a.csv", [.. encoding.Preamble, .. encoding.GetBytes(Labels)], new TableFormat(LabelColumn: "kind"));

        CollectionAssert.AreEqual(new[] { "caf\u00E9", "caf\u00E8" }, table.LabelTexts.ToArray());
        table.Holds(1, 1, 2, 3);
    }

    [TestMethod]
    public void A_byte_that_is_no_UTF8_is_refused_with_its_place()
    {
        string message = _folder.Refused("a.csv", Encoding.Latin1.GetBytes(Labels), new TableFormat(LabelColumn: "kind"));

        message.Tells("a.csv", "byte 13 (line 2) is E9", "not UTF-8", "--encoding");
    }

    [TestMethod]
    [DataRow(70_000)]
    [DataRow(65_530)]
    [DataRow(200_001)]
    public void The_place_is_right_far_into_a_file_and_signs_that_a_buffer_cuts_are_whole(int length)
    {
        string front = "x,kind\n" + string.Concat(Enumerable.Repeat("1,\u00E4\u20AC\U0001F600\n", length / 12));
        byte[] good = Encoding.UTF8.GetBytes(front);

        Table table = _folder.Read("a.csv", good, new TableFormat(LabelColumn: "kind"));
        string message = _folder.Refused("b.csv", [.. good, (byte)'1', (byte)',', 0xFF, (byte)'\n'], new TableFormat(LabelColumn: "kind"));

        CollectionAssert.AreEqual(new[] { "\u00E4\u20AC\U0001F600" }, table.LabelTexts.ToArray());
        message.Tells($"byte {good.Length + 3} (line {(length / 12) + 2}) is FF");
    }

    [TestMethod]
    public void Text_of_16_bits_without_its_mark_is_pointed_out() =>
        _folder.Refused("a.csv", Encoding.Unicode.GetBytes("1,2\n3,4\n")).Tells("byte 2 (line 1) is zero", "--encoding utf-16");

    [TestMethod]
    public void The_command_line_names_the_encoding()
    {
        File.WriteAllBytes(_folder["a.csv"], Encoding.Latin1.GetBytes(
            "n,x,y,z\n" + string.Concat(Sheet.Rows(40).Select((row, i) => $"\u00E9{i},{string.Join(',', row)}\n"))));

        Run.Of("embed", _folder["a.csv"], "--keep", "n").Fails(ExitCode.BadData, "is E9", "--encoding");
        Run run = Run.Of("embed", _folder["a.csv"], "--keep", "n", "--encoding", "windows-1252").Succeeds();

        Assert.StartsWith("\u00E90,", run.Lines[1]);
        Run.Of("embed", _folder["a.csv"], "--encoding", "klingon").Fails(ExitCode.BadCommandLine, "--encoding is 'klingon'", "latin1");
    }
}
