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
        double[] rows = ParticipationRatio.Of(coordinates, 3);

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
        Assert.AreEqual(isNarrow, ParticipationRatio.IsNarrow(participating, rows));

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
        Assert.IsInRange(5 / 1510.0, 15 / 1510.0, diagnostics.Participation[narrow]);
        Assert.IsInRange(0.1, 1, diagnostics.Participation[1 - narrow]);
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
            Assert.IsTrue(diagnostics.Participation.All(share => share is > 0.25 and <= 1));
        }
    }

    [TestMethod]
    public void Parts_are_counted_each_by_itself()
    {
        // Two parts of four rows, far apart: within each the two values of one coordinate are even, and those of the other are not.
        double[] coordinates = [101, 0, 99, 0, 101, 0, 99, 4, -101, 7, -99, 7, -101, 7, -99, 3];
        int[][] parts = [[0, 1, 2, 3], [4, 5, 6, 7]];
        double[] shares = ParticipationRatio.Share([.. parts.Select(part => ParticipationRatio.Of(coordinates, 2, part))], 8);
        Assert.AreEqual(1, shares[0], 1e-12);
        Assert.AreEqual(144.0 / 84 / 4, shares[1], 1e-12);
    }

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment)]
    public void A_loaded_model_is_diagnosed_as_the_fitted_one_is(LleMethod method)
    {
        // The second roll is far off, so that the graph falls into two parts.
        ManifoldSample sample = Manifolds.SwissRoll(900, seed: 2);
        double[,] rows = sample.Rows;
        for (int i = 0; i < 300; i++)
        {
            rows[i, 0] += 500;
        }

        FeatureMatrix features = FeatureMatrix.FromArray(rows);
        LleOptions options = new() { Method = method, NumberOfComponents = 2, NumberOfNeighbors = 10 };
        LleModel fitted = LocallyLinearEmbedding.Fit(features, options);
        using var stream = new MemoryStream();
        fitted.Save(stream);
        stream.Position = 0;
        LleModel loaded = LleModel.Load(stream);
        Assert.HasCount(method == LleMethod.Standard ? 2 : 1, loaded.PartSizes);
        Assert.IsNull(loaded.Participation);
        IReadOnlyList<double> told = FitDiagnostics.Compute(features, loaded, 0).Participation;
        for (int c = 0; c < 2; c++)
        {
            Assert.AreEqual(fitted.Participation![c], told[c], 1e-5);
        }
    }

    private static FeatureMatrix Clique() => FeatureMatrix.FromArray(Cliques.OneAllButClosed(1_500, 10));
}
