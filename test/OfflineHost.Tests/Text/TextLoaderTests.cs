namespace OfflineHost.Tests.Text;

[TestClass]
public sealed class TextLoaderTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _file = Path.GetTempFileName();

    [TestCleanup]
    public void DeleteFile() => File.Delete(_file);

    [TestMethod]
    public void Columns_are_fields_and_ranges_of_fields()
    {
        var data = Load("1,2,3,x\n4,5,6,y");

        Expect.Schema("Pair: Vector<Single, 2>; Number: Single; Name: String; Picked: Vector<Single, 2>", data.Schema);
        Assert.IsNull(data.GetRowCount());
        CollectionAssert.AreEqual(new float[] { 3, 6 }, Expect.Values<float>(data, "Number"));
        CollectionAssert.AreEqual(new[] { "x", "y" }, data.GetColumn<string>("Name").ToArray());
        Expect.Buffer(Expect.Values<VBuffer<float>>(data, "Pair")[1], 2, [4, 5]);
        Expect.Buffer(Expect.Values<VBuffer<float>>(data, "Picked")[1], 2, [6, 4]);
    }

    [TestMethod]
    public void Blank_lines_comments_and_the_header_are_no_rows()
    {
        string text = "# top\n\n// comment\nh1,h2,h3,h4\n1,2,3,x\n\n// comment\n#,5,6,y\n";

        CollectionAssert.AreEqual(new[] { "h4", "x", "y" }, Load(text).GetColumn<string>("Name").ToArray());
        CollectionAssert.AreEqual(new[] { "x", "y" }, Load(text, hasHeader: true).GetColumn<string>("Name").ToArray());
    }

    [TestMethod]
    public void Missing_fields_are_defaults_and_what_is_no_number_is_NaN()
    {
        var data = Load("1,,,\n,2\nabc,NaN,?,  z \n-1.5e2, 7 ,+3,\"q\"\n1e40,-Infinity,0x10,a\tb");

        Expect.Bits([0, 0, float.NaN, 3, float.NaN], Expect.Values<float>(data, "Number"));
        CollectionAssert.AreEqual(new[] { "", "", "z ", "\"q\"", "a\tb" }, data.GetColumn<string>("Name").ToArray());
        var pairs = Expect.Values<VBuffer<float>>(data, "Pair");
        Expect.Buffer(pairs[0], 2, [1], 0);
        Expect.Buffer(pairs[1], 2, [2], 1);
        Expect.Bits([float.NaN, float.NaN], pairs[2].DenseValues());
        Expect.Bits([-150, 7], pairs[3].DenseValues());
        Expect.Bits([float.PositiveInfinity, float.NegativeInfinity], pairs[4].DenseValues());
    }

    [TestMethod]
    public void Numbers_are_read_to_the_nearest_float()
    {
        float[] expected = [0.1f, 0.3333333f, 16777216, 3.1415927f, 1e-45f, 1.1754942E-38f, 123456.79f, 0.57721566f];
        var data = Load(string.Join('\n', "0.1,0.3333333,16777217,3.14159265,1e-45,1.1754942E-38,123456.789,0.5772156649".Split(',').Select(number => $"0,0,{number},x")));

        Expect.Bits(expected, Expect.Values<float>(data, "Number"));
    }

    [TestMethod]
    public void A_vector_is_sparse_while_at_most_half_of_its_fields_hold_something()
    {
        File.WriteAllText(_file, "0,,,\n0,0,,\n0,0,0,\n,,,\n,,,5");
        var rows = Expect.Values<VBuffer<float>>(
            _ml.Data.LoadFromTextFile(_file, [new TextLoader.Column("V", DataKind.Single, 0, 3)], separatorChar: ','), "V");

        Expect.Buffer(rows[0], 4, [0], 0);
        Expect.Buffer(rows[1], 4, [0, 0], 0, 1);
        Expect.Buffer(rows[2], 4, [0, 0, 0, 0]);
        Expect.Buffer(rows[3], 4, []);
        Expect.Buffer(rows[4], 4, [5], 3);
    }

    [TestMethod]
    public void Whole_numbers_and_flags()
    {
        var data = Flags("5;true\n-3;0\n;+\n2147483647;YES\n0;");

        CollectionAssert.AreEqual(new[] { 5, -3, 0, 2147483647, 0 }, Expect.Values<int>(data, "I"));
        CollectionAssert.AreEqual(new[] { true, false, true, true, false }, Expect.Values<bool>(data, "B"));
    }

    [TestMethod]
    [DataRow("1;1\n// no row\nx;1", "I", "Parsing failed with an exception: Could not parse value x in line 3, column I")]
    [DataRow("1;1\n2.5;1", "I", "Parsing failed with an exception: Could not parse value 2.5 in line 2, column I")]
    [DataRow("99999999999;1", "I", "Parsing failed with an exception: Could not parse value 99999999999 in line 1, column I")]
    [DataRow("1;2", "B", "Parsing failed with an exception: Could not parse value 2 in line 1, column B")]
    public void What_has_no_stand_in_for_a_missing_value_is_refused(string text, string column, string message)
        => Expect.Error<FormatException>(message, () =>
        {
            if (column == "I")
                Expect.Values<int>(Flags(text), column);
            else
                Expect.Values<bool>(Flags(text), column);
        });

    [TestMethod]
    public void Blanks_at_the_end_of_a_line_are_trimmed_on_request_and_blanks_separate_on_request()
    {
        File.WriteAllText(_file, "  a  ,b  ");
        TextLoader.Column[] columns = [new("First", DataKind.String, 0), new("Second", DataKind.String, 1)];

        Assert.AreEqual("a  ", _ml.Data.LoadFromTextFile(_file, columns, ',', trimWhitespace: true).GetColumn<string>("First").Single());
        Assert.AreEqual("b  ", _ml.Data.LoadFromTextFile(_file, columns, ',').GetColumn<string>("Second").Single());
        Assert.AreEqual("b", _ml.Data.LoadFromTextFile(_file, columns, ',', trimWhitespace: true).GetColumn<string>("Second").Single());
        File.WriteAllText(_file, "a b");
        Assert.AreEqual("b", _ml.Data.LoadFromTextFile(_file, columns, ' ').GetColumn<string>("Second").Single());
    }

    [TestMethod]
    public void Errors_name_the_file_or_the_member()
    {
        Expect.Error<ArgumentOutOfRangeException>(
            "File or directory does not exist at path: none.csv (Parameter 'path')", () => _ml.Data.LoadFromTextFile<Row>("none.csv"));
        Expect.Error<InvalidOperationException>(
            "Property 'Number' is missing the LoadColumnAttribute attribute", () => _ml.Data.LoadFromTextFile<WithoutAttribute>(_file));
    }

    private IDataView Flags(string text)
    {
        File.WriteAllText(_file, text);
        return _ml.Data.LoadFromTextFile(_file, [new TextLoader.Column("I", DataKind.Int32, 0), new TextLoader.Column("B", DataKind.Boolean, 1)], ';');
    }

    private IDataView Load(string text, bool hasHeader = false)
    {
        File.WriteAllText(_file, text);
        return _ml.Data.LoadFromTextFile<Row>(_file, separatorChar: ',', hasHeader: hasHeader);
    }

    private sealed class Row
    {
        [LoadColumn(0, 1)]
        public float[] Pair { get; set; }

        [LoadColumn(2)]
        public float Number { get; set; }

        [LoadColumn(3), ColumnName("Name")]
        public string Text { get; set; }

        [LoadColumn([2, 0])]
        public float[] Picked { get; set; }
    }

    private sealed class WithoutAttribute
    {
        public float Number { get; set; }
    }
}
