using System.Globalization;
using System.Text;

namespace LleTransforms.Tool.Tests.Tables;

[TestClass]
public sealed class NumberTextTests
{
    [TestMethod]
    public void Random_numbers_have_the_frameworks_bits()
    {
        var random = new Random(5);
        for (int i = 0; i < 200_000; i++)
        {
            int digits = random.Next(1, 18);
            string text = string.Concat(Enumerable.Range(0, digits).Select(_ => (char)('0' + random.Next(10))));
            text = (random.Next(3) == 0 ? "-" : "") + text.Insert(random.Next(text.Length + 1), random.Next(2) == 0 ? "." : "");
            text += random.Next(6) == 0 ? $"e{random.Next(-330, 320)}" : "";

            AssertAlike(text);
        }
    }

    [TestMethod]
    [DataRow("-0")]
    [DataRow("0.1")]
    [DataRow("123456789012345")]
    [DataRow("1234567890123456")]
    [DataRow("0.00000000000000000000001")]
    [DataRow("000000000000000000000001.5")]
    [DataRow("1e400")]
    [DataRow(".")]
    [DataRow("-")]
    [DataRow("+")]
    [DataRow("")]
    [DataRow("1-2")]
    [DataRow("1.2.3")]
    [DataRow("--1")]
    [DataRow("0x10")]
    [DataRow("1_000")]
    public void Edges_too(string text) => AssertAlike(text);

    [TestMethod]
    [DataRow("inf", double.PositiveInfinity)]
    [DataRow("-Inf", double.NegativeInfinity)]
    [DataRow("1.5D+02", 150)]
    [DataRow("-1d-1", -0.1)]
    public void Other_languages_numbers_are_read(string text, double expected)
    {
        Assert.IsTrue(NumberText.TryParse(Encoding.UTF8.GetBytes(text), NumberFormat.Plain, out double value));
        Assert.AreEqual(expected, value);
    }

    private static void AssertAlike(string text)
    {
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double expected);

        Assert.AreEqual(isNumber, NumberText.TryParse(Encoding.UTF8.GetBytes(text), NumberFormat.Plain, out double value), text);
        Assert.AreEqual(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(isNumber ? value : 0), text);
    }
}
