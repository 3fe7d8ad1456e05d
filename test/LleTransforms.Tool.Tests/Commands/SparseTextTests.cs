using System.Globalization;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Commands;

/// <summary>SVMlight holds numbers as a CSV file does, and gives what that gives.</summary>
[TestClass]
public sealed class SparseTextTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow(0.0, 3)]
    [DataRow(1e9, 3)]
    [DataRow(0.0, 600)]
    public void The_same_values_give_the_same_coordinates_as_CSV_with_and_without_a_model(double shift, int width)
    {
        double[][] rows = Rows(shift, width);
        Write("data", rows);
        Write("reversed", [.. rows.Reverse()]);

        Embed("embed", "data.csv", "-o", _folder["csv.csv"], "--model", _folder["csv.zip"]);
        Embed("embed", "data.svm", "-o", _folder["plain.csv"]);
        Embed("embed", "data.svm", "-o", _folder["svm.csv"], "--model", _folder["svm.zip"]);
        Embed("transform", "reversed.svm", "-o", _folder["back.csv"]);

        string[] expected = File.ReadAllLines(_folder["csv.csv"]);
        CollectionAssert.AreEqual(expected, File.ReadAllLines(_folder["svm.csv"]));
        CollectionAssert.AreEqual(expected, File.ReadAllLines(_folder["plain.csv"]));
        CollectionAssert.AreEqual(expected.Skip(1).Reverse().ToArray(), File.ReadLines(_folder["back.csv"]).Skip(1).ToArray());
    }

    [TestMethod]
    public void A_value_beyond_single_precision_is_told_as_in_CSV()
    {
        Write("data", [.. Rows(0, 3), [1e39, 1, 1]]);

        Run.Of("embed", _folder["data.svm"]).Fails(ExitCode.BadData, "Row 120, column 0", "holds 1E+39, which lies further from");
        Assert.AreEqual(
            Run.Of("embed", _folder["data.csv"]).Error.Replace("data.csv", "data.svm", StringComparison.Ordinal),
            Run.Of("embed", _folder["data.svm"]).Error);
    }

    /// <summary>Runs a command that may doubt columns.</summary>
    private void Embed(string command, string data, params string[] options)
    {
        string[] model = command == "transform" ? [_folder["svm.zip"]] : [];
        Run run = Run.Of([command, .. model, _folder[data], .. options]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
    }

    private void Write(string name, double[][] rows)
    {
        _folder.Write(name + ".csv", string.Concat(rows.Select(row => string.Join(',', row.Select(Text)) + "\n")));
        _folder.Write(name + ".svm", string.Concat(rows.Select(row =>
            "0" + string.Concat(row.Select((value, column) => value == 0 ? "" : $" {column + 1}:{Text(value)}")) + "\n")));
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A bent sheet in columns that lie far apart; those between hold nothing.</summary>
    private static double[][] Rows(double shift, int width)
    {
        var random = new Random(6);
        return [.. Enumerable.Range(0, 120).Select(_ =>
        {
            double angle = 5 + (9 * random.NextDouble());
            double[] row = new double[width];
            row[0] = shift + (angle * Math.Cos(angle));
            row[width / 2] = shift + (21 * random.NextDouble());
            row[width - 1] = shift + (angle * Math.Sin(angle));
            return row;
        })];
    }
}
