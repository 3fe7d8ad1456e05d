using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Features;

/// <summary>Sums over pieces of rows scale as all rows at once do.</summary>
[TestClass]
public sealed class ColumnSumsTests
{
    [TestMethod]
    public void Pieces_give_the_bits_of_the_whole()
    {
        FeatureMatrix features = Manifolds.SwissRoll(500, 3).Features;
        FeatureScaling expected = CenteredFeatures.Create(features, new FitContext()).Scaling;

        foreach (int piece in new[] { 1, 7, 499, 500 })
        {
            var sums = new ColumnSums(3);
            for (int first = 0; first < 500; first += piece)
            {
                sums = new ColumnSums(sums.NumberOfRows, sums.Sum, sums.Low, sums.High);
                for (int row = first; row < Math.Min(500, first + piece); row++)
                {
                    sums.Add(features.ShiftedRow(row));
                }
            }

            FeatureScaling found = sums.ToScaling(features.Offset);
            CollectionAssert.AreEqual(expected.Mean, found.Mean);
            Assert.AreEqual(expected.ScaleExponent, found.ScaleExponent);
            Assert.AreEqual(500, sums.NumberOfRows);
        }
    }

    [TestMethod]
    public void A_column_of_equal_values_has_that_value_for_its_mean()
    {
        var sums = new ColumnSums(1);
        for (int row = 0; row < 49; row++)
        {
            sums.Add([0.1f]);
        }

        Assert.AreEqual(0.1f, sums.ToScaling(null).Mean[0]);
    }
}
