using System.Globalization;
using System.Text.RegularExpressions;
using LleTransforms.Tests.Consumer;

namespace LleTransforms.Tests.Documentation;

/// <summary>Runs docs/samples/ModelBuilder as a user does.</summary>
[TestClass]
public sealed partial class ModelBuilderSampleTests
{
    [TestMethod]
    public void The_sample_trains_judges_saves_and_predicts()
    {
        string[] lines = Program.Run("ModelBuilder.dll");

        Assert.HasCount(3, lines);
        Assert.IsGreaterThan(0.9, Numbers(lines[0])[0], lines[0]);
        Assert.HasCount(5, Numbers(lines[1]), lines[1]);
        Assert.IsTrue(Numbers(lines[1]).All(accuracy => accuracy is > 0.5 and <= 1), lines[1]);

        // Angle 2.5 pi lies in the second quarter of the roll, which goes from 1.5 to 4.5 pi.
        Assert.Contains("band B", lines[2]);
    }

    private static double[] Numbers(string line) =>
        [.. Number().Matches(line).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Number();
}
