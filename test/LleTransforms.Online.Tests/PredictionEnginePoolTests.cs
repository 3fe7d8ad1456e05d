using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;
using Microsoft.ML;

namespace LleTransforms.Online.Tests;

[TestClass]
public sealed class PredictionEnginePoolTests
{
    [TestMethod]
    public void A_pool_serves_the_coordinates_of_the_batch_from_several_threads()
    {
        var mlContext = new MLContext(seed: 1);
        var training = mlContext.Data.LoadFromEnumerable(TwoBands.Rows(shift: 0));
        var model = mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: 2).Fit(training);
        var unseen = TwoBands.Rows(shift: 0.4);
        var batch = mlContext.Data
            .CreateEnumerable<BandPrediction>(
                model.Transform(mlContext.Data.LoadFromEnumerable(unseen)), reuseRowObject: false, ignoreMissingColumns: true)
            .Select(row => row.Lle)
            .ToArray();
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".zip");
        mlContext.Model.Save(model, training.Schema, file);

        try
        {
            var services = new ServiceCollection();
            services.AddPredictionEnginePool<BandRow, EmbeddedRow>().FromFile(file);
            using var provider = services.BuildServiceProvider();
            var pool = provider.GetRequiredService<PredictionEnginePool<BandRow, EmbeddedRow>>();
            var served = new float[unseen.Count][];
            Parallel.For(0, unseen.Count, row => served[row] = pool.Predict(unseen[row]).Lle);

            for (int row = 0; row < unseen.Count; row++)
            {
                CollectionAssert.AreEqual(batch[row], served[row], $"Row {row}");
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    internal sealed class EmbeddedRow
    {
        [Microsoft.ML.Data.VectorType(2)]
        public float[] Lle { get; set; } = [];
    }
}
