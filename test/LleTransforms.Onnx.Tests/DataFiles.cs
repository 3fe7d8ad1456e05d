using System.Globalization;

namespace LleTransforms.Onnx.Tests;

/// <summary>Tables that lie beside the tests.</summary>
internal static class DataFiles
{
    /// <summary>Handwritten digits, 8 x 8 pixels; whole numbers, so that many distances tie.</summary>
    public static double[][] Digits(string part) => [.. Read($"digits.{part}.csv", skip: 1).Select(row => row[..^1])];

    /// <summary>The rows of a reference case, or its unseen rows.</summary>
    public static double[][] Reference(string name, bool unseen) => Read($"{name}.{(unseen ? "new" : "x")}.csv", skip: 0);

    private static double[][] Read(string file, int skip) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", file)).Skip(skip).Select(line =>
            line.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray()),
    ];
}
