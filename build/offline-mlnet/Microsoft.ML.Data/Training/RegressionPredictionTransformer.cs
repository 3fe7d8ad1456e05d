using System.Numerics.Tensors;

[assembly: LoadableClass(
    typeof(RegressionPredictionTransformer<LinearRegressionModelParameters>), typeof(RegressionPredictionLoader), null,
    typeof(SignatureLoadModel), "Regression prediction", RegressionPredictionLoader.LoaderSignature)]

namespace Microsoft.ML.Trainers
{
    public abstract class LinearModelParameters
    {
        private protected LinearModelParameters(float[] weights) => (Weights, Bias) = (weights[..^1], weights[^1]);
        public IReadOnlyList<float> Weights { get; }
        public float Bias { get; protected set; }
    }

    /// <summary>A weight a feature, then the bias.</summary>
    public sealed class LinearRegressionModelParameters : LinearModelParameters
    {
        internal LinearRegressionModelParameters(float[] weights) : base(weights) { }
    }
}

namespace Microsoft.ML.Data
{
    public sealed class RegressionPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
        where TModel : class
    {
        private readonly DataViewSchema.Column _features;
        internal RegressionPredictionTransformer(TModel model, DataViewSchema.Column features) : base(model, features) => _features = features;

        private protected override void SaveModel(ModelSaveContext ctx)
        {
            ctx.CheckAtModel();
            ctx.SetVersionInfo(RegressionPredictionLoader.Version);
            var linear = (LinearRegressionModelParameters)(object)Model;
            ValueSerializer.WriteArray(ctx.Writer, [.. linear.Weights, linear.Bias]);
            SchemaSerializer.Write(ctx.Writer, new TrainSchema(_features, _features).Schema);
        }

        private protected override AddedColumns MakeMapper(DataViewSchema inputSchema)
        {
            var source = FindFeatures(inputSchema);
            return new AddedColumns(inputSchema, [new(new("Score", NumberDataViewType.Single), [source.Index], row => Score(row, source))]);
        }

        private ValueGetter<float> Score(DataViewRow row, DataViewSchema.Column source)
        {
            var linear = (LinearRegressionModelParameters)(object)Model;
            float[] weights = [.. linear.Weights];
            var read = row.GetGetter<VBuffer<float>>(source);
            VBuffer<float> buffer = default;
            var features = new float[weights.Length];
            return (ref float value) =>
            {
                read(ref buffer);
                buffer.CopyTo(features);
                value = TensorPrimitives.Dot<float>(weights, features) + linear.Bias;
            };
        }
    }
}

namespace Microsoft.ML.Offline
{
    internal static class RegressionPredictionLoader
    {
        public const string LoaderSignature = "RegressionPredXfer";
        public static VersionInfo Version => Versions.First("OFFRGPRD", LoaderSignature);

        private static RegressionPredictionTransformer<LinearRegressionModelParameters> Create(IHostEnvironment env, ModelLoadContext ctx)
        {
            ctx.CheckAtModel(Version);
            return new(new LinearRegressionModelParameters(ValueSerializer.ReadArray<float>(ctx.Reader)), new TrainSchema(ctx.Reader).Features);
        }
    }
}
