using LleTransforms.Core.Tests.TestData;
using LleTransforms.Quality;

namespace LleTransforms.Core.Tests.Quality;

/// <summary>How many rows a coordinate rests on, by numbers that can be worked out, and the warning of those that rest on few.</summary>
[TestClass]
public sealed class ParticipationTests
{
    [TestMethod]
    public void Two_values_take_part_all_and_a_single_row_takes_part_alone()
    {
        // One coordinate of two values; one that a single row of four has to itself; one of equal values.
        double[] coordinates = [1, 4, 7, -1, 0, 7, 1, 0, 7, -1, 0, 7];
        double[] rows = Participation.Of(coordinates, 3);

        // Centred: 3, -1, -1, -1. So the squares sum to 12, and their squares to 84.
        Assert.AreEqual(4, rows[0], 1e-12);
        Assert.AreEqual(144.0 / 84, rows[1], 1e-12);
        Assert.AreEqual(0, rows[2]);
    }

    [TestMethod]
    [DataRow(9.9, 1000, true)]
    [DataRow(10.1, 1000, false)]
    [DataRow(1.0, 100, false)]
    public void Less_than_one_row_in_a_hundred_is_narrow(double participating, int rows, bool isNarrow) =>
        Assert.AreEqual(isNarrow, Participation.IsNarrow(participating, rows));

    [TestMethod]
    public void A_group_that_all_but_closes_is_warned_of_and_diagnosed()
    {
        FeatureMatrix rows = Clique();
        List<string> warnings = [];
        LleOptions options = new() { NumberOfComponents = 2, NumberOfNeighbors = 10 };
        LleModel model = LocallyLinearEmbedding.Fit(rows, options, new Listener(report =>
        {
            if (report.Severity == LleSeverity.Warning)
            {
                warnings.Add(report.Message!);
            }
        }));
        string warning = warnings.Single();
        StringAssert.StartsWith(warning, "1 of 2 coordinates rest on less than 1");
        StringAssert.Contains(warning, "of 1510 rows: coordinate ");
        int[] named = [.. warning.Split("first of all ")[1].Split('.')[0].Split(", ").Select(int.Parse)];
        Assert.HasCount(5, named);
        Assert.IsTrue(Array.TrueForAll(named, row => row >= 1500), warning);

        FitDiagnostics diagnostics = FitDiagnostics.Compute(rows, model);
        int narrow = diagnostics.NarrowCoordinates.Single();
        Assert.IsInRange(5, 15, diagnostics.ParticipatingRows[narrow]);
        Assert.IsInRange(150, 1510, diagnostics.ParticipatingRows[1 - narrow]);
    }

    [TestMethod]
    public void A_swiss_roll_is_not_warned_of_and_a_linear_method_is_diagnosed()
    {
        FeatureMatrix rows = Manifolds.SwissRoll(600, seed: 2).Features;
        foreach (LleMethod method in new[] { LleMethod.Standard, LleMethod.NeighborhoodPreservingEmbedding })
        {
            List<string> warnings = [];
            LleModel model = LocallyLinearEmbedding.Fit(
                rows, new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 10, Method = method }, new Listener(report =>
                {
                    if (report.Severity == LleSeverity.Warning)
                    {
                        warnings.Add(report.Message!);
                    }
                }));
            Assert.IsEmpty(warnings);
            FitDiagnostics diagnostics = FitDiagnostics.Compute(rows, model);
            Assert.IsEmpty(diagnostics.NarrowCoordinates);
            Assert.IsTrue(diagnostics.ParticipatingRows.All(count => count is > 150 and <= 600));
        }
    }

    /// <summary>A cloud of 1,500 rows, and ten rows far off, each of which has one row of the cloud among its neighbours.</summary>
    private static FeatureMatrix Clique()
    {
        const int Columns = 8;
        Random random = new(3);
        double[,] rows = new double[1510, Columns];
        for (int i = 0; i < 1510; i++)
        {
            for (int c = 0; c < Columns; c++)
            {
                rows[i, c] = (i >= 1500 ? 40 : 0) + random.NextDouble();
            }
        }

        return FeatureMatrix.FromArray(rows);
    }
}
