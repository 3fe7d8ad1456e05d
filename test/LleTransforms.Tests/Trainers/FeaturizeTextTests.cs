using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Trainers;

[TestClass]
public sealed class FeaturizeTextTests
{
    private sealed record Sentence(string Text);

    private sealed class Embedded
    {
        [VectorType(2)]
        public float[] Lle { get; set; } = [];
    }

    [TestMethod]
    public void Sparse_rows_of_featurized_text_are_embedded()
    {
        string[] subjects = ["The cat", "A dog", "My horse", "One bird", "This fish"];
        string[] verbs = ["sleeps", "runs", "eats", "looks"];
        string[] places = ["at home", "in the wood", "by the river"];
        var sentences = from subject in subjects from verb in verbs from place in places select new Sentence($"{subject} {verb} {place}.");
        var mlContext = new MLContext(seed: 1);
        var data = mlContext.Data.LoadFromEnumerable(sentences);
        var pipeline = mlContext.Transforms.Text.FeaturizeText("Features", nameof(Sentence.Text))
            .Append(mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: 2, numberOfNeighbors: 15));

        var rows = mlContext.Data.CreateEnumerable<Embedded>(pipeline.Fit(data).Transform(data), reuseRowObject: false).ToList();

        Assert.HasCount(60, rows);
        for (int component = 0; component < 2; component++)
        {
            // Unit variance per column, which NaN or a column of zeros would not have.
            Assert.AreEqual(1.0, rows.Average(row => row.Lle[component] * (double)row.Lle[component]), 1e-3);
        }
    }
}
