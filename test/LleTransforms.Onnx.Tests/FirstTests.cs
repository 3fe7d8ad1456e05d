namespace LleTransforms.Onnx.Tests;

[TestClass]
public sealed class FirstTests
{
    [TestMethod]
    [DataRow(LlePlacement.Barycentric)]
    [DataRow(LlePlacement.LocalAffine)]
    public void Roll(LlePlacement placement)
    {
        var random = new Random(1);
        float[] Rows(int count)
        {
            var rows = new float[count * 3];
            for (int i = 0; i < count; i++)
            {
                double t = 1.5 * Math.PI * (1 + (2 * random.NextDouble()));
                rows[3 * i] = (float)(t * Math.Cos(t));
                rows[(3 * i) + 1] = (float)(21 * random.NextDouble());
                rows[(3 * i) + 2] = (float)(t * Math.Sin(t));
            }

            return rows;
        }

        LleModel model = LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromRowMajor(Rows(1000), 1000, 3), new LleOptions { NumberOfComponents = 2, Placement = placement });
        float[] unseen = Rows(500);
        using var exported = new ExportedModel(model);
        float[] got = exported.Transform(unseen, 3);
        var expected = new float[2];
        double worst = 0;
        for (int i = 0; i < 500; i++)
        {
            model.Transform(unseen.AsSpan(3 * i, 3), expected);
            worst = Math.Max(worst, Math.Abs(got[2 * i] - expected[0]));
            worst = Math.Max(worst, Math.Abs(got[(2 * i) + 1] - expected[1]));
        }

        Console.WriteLine(worst);
        Assert.IsInRange(0, 1e-6, worst);
    }
}
