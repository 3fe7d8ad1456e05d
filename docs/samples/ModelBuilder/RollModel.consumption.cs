using Microsoft.ML;
using Microsoft.ML.Data;

namespace ModelBuilderSample;

// Where Model Builder writes what a program needs to predict.
public partial class RollModel
{
    private static readonly Lazy<PredictionEngine<ModelInput, ModelOutput>> _engine = new(CreateEngine);

    /// <summary>Where the trained model lies.</summary>
    public static string ModelFile { get; } = Path.Combine(AppContext.BaseDirectory, "RollModel.mlnet");

    /// <summary>Predicts the band of one row. A prediction engine is for one thread at a time.</summary>
    public static ModelOutput Predict(ModelInput input) => _engine.Value.Predict(input);

    private static PredictionEngine<ModelInput, ModelOutput> CreateEngine()
    {
        var mlContext = new MLContext();
        return mlContext.Model.CreatePredictionEngine<ModelInput, ModelOutput>(mlContext.Model.Load(ModelFile, out _));
    }

    /// <summary>A row of the data.</summary>
    public sealed class ModelInput
    {
        [LoadColumn(0)]
        [ColumnName("x")]
        public float X { get; set; }

        [LoadColumn(1)]
        [ColumnName("height")]
        public float Height { get; set; }

        [LoadColumn(2)]
        [ColumnName("y")]
        public float Y { get; set; }

        [LoadColumn(3)]
        [ColumnName("band")]
        public string Band { get; set; } = "";
    }

    /// <summary>What the model says about a row.</summary>
    public sealed class ModelOutput
    {
        /// <summary>The coordinates on which the trainer decided.</summary>
        public float[] Features { get; set; } = [];

        public string PredictedLabel { get; set; } = "";

        /// <summary>How probable each band is.</summary>
        public float[] Score { get; set; } = [];
    }
}
