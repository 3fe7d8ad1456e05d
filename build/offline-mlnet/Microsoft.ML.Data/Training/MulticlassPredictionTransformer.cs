using System.Text;

[assembly: LoadableClass(
    typeof(MulticlassPredictionTransformer<MaximumEntropyModelParameters>), typeof(MulticlassPredictionLoader), null,
    typeof(SignatureLoadModel), "Multiclass prediction", MulticlassPredictionLoader.LoaderSignature)]

namespace Microsoft.ML.Data
{
    public abstract class PredictionTransformerBase<TModel> : ITransformer
        where TModel : class
    {
        private protected PredictionTransformerBase(TModel model) => Model = model;
        public TModel Model { get; }
        bool ITransformer.IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
        {
            Check.Value(inputSchema, nameof(inputSchema));
            return MakeMapper(inputSchema).OutputSchema;
        }

        public IDataView Transform(IDataView input)
        {
            Check.Value(input, nameof(input));
            return new AddedColumns.View(input, MakeMapper(input.Schema));
        }

        IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => MakeMapper(inputSchema);
        void ICanSaveModel.Save(ModelSaveContext ctx) => SaveModel(ctx);
        private protected abstract AddedColumns MakeMapper(DataViewSchema inputSchema);
        private protected abstract void SaveModel(ModelSaveContext ctx);
    }

    public abstract class SingleFeaturePredictionTransformerBase<TModel> : PredictionTransformerBase<TModel>
        where TModel : class
    {
        private protected SingleFeaturePredictionTransformerBase(TModel model, DataViewSchema.Column feature) : base(model)
        {
            FeatureColumnName = feature.Name;
            FeatureColumnType = feature.Type;
        }

        public string FeatureColumnName { get; }
        public DataViewType FeatureColumnType { get; }

        private protected DataViewSchema.Column FindFeatures(DataViewSchema inputSchema)
        {
            var source = inputSchema.GetColumnOrNull(FeatureColumnName)
                ?? throw Check.MissingColumn(nameof(inputSchema), "feature", FeatureColumnName);
            if (!source.Type.Equals(FeatureColumnType))
                throw Check.SchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName, FeatureColumnType.ToString(), source.Type.ToString());
            return source;
        }
    }

    public sealed class MulticlassPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
        where TModel : class
    {
        private readonly TrainSchema _schema;
        internal MulticlassPredictionTransformer(TModel model, TrainSchema schema) : base(model, schema.Features) => _schema = schema;

        private protected override void SaveModel(ModelSaveContext ctx)
        {
            ctx.CheckAtModel();
            ctx.SetVersionInfo(MulticlassPredictionLoader.Version);
            ((MaximumEntropyModelParameters)(object)Model).Save(ctx.Writer);
            SchemaSerializer.Write(ctx.Writer, _schema.Schema);
        }

        private protected override AddedColumns MakeMapper(DataViewSchema inputSchema)
        {
            var source = FindFeatures(inputSchema);
            var key = (KeyDataViewType)_schema.Label.Type;
            int classes = (int)key.Count;
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(_schema.Label.Annotations, kind => kind == Shapes.KeyValues);
            var scores = new DataViewSchema.Annotations.Builder();
            if (_schema.Label.HasKeyValues())
            {
                scores.Add(
                    Shapes.SlotNames,
                    new VectorDataViewType(TextDataViewType.Instance, classes),
                    (ref VBuffer<ReadOnlyMemory<char>> names) => _schema.Label.GetKeyValues(ref names));
            }

            return new AddedColumns(inputSchema,
            [
                new(new("PredictedLabel", key, annotations.ToAnnotations()), [source.Index], row => PredictedLabel(row, source, classes)),
                new(new("Score", new VectorDataViewType(NumberDataViewType.Single, classes), scores.ToAnnotations()), [source.Index], row => Score(row, source, classes)),
            ]);
        }

        private ValueGetter<VBuffer<float>> Score(DataViewRow row, DataViewSchema.Column source, int classes)
        {
            var model = (MaximumEntropyModelParameters)(object)Model;
            var read = row.GetGetter<VBuffer<float>>(source);
            VBuffer<float> buffer = default;
            var features = new float[((VectorDataViewType)source.Type).Size];
            return (ref VBuffer<float> value) =>
            {
                read(ref buffer);
                buffer.CopyTo(features);
                var editor = VBufferEditor.Create(ref value, classes);
                model.Predict(features, editor.Values);
                value = editor.Commit();
            };
        }

        private ValueGetter<uint> PredictedLabel(DataViewRow row, DataViewSchema.Column source, int classes)
        {
            var score = Score(row, source, classes);
            VBuffer<float> buffer = default;
            return (ref uint value) =>
            {
                // The first of the largest; none if scores are NaN.
                score(ref buffer);
                value = 0;
                float largest = float.NegativeInfinity;
                for (int c = 0; c < classes; c++)
                {
                    float current = buffer.GetItemOrDefault(c);
                    if (current > largest)
                        (largest, value) = (current, (uint)c + 1);
                }
            };
        }
    }
}

namespace Microsoft.ML.Offline
{
    internal static class MulticlassPredictionLoader
    {
        public const string LoaderSignature = "MulticlassPredXfer";
        public static VersionInfo Version => Versions.First("OFFMCPRD", LoaderSignature);

        private static MulticlassPredictionTransformer<MaximumEntropyModelParameters> Create(IHostEnvironment env, ModelLoadContext ctx)
        {
            ctx.CheckAtModel(Version);
            return new(new MaximumEntropyModelParameters(ctx.Reader), new TrainSchema(ctx.Reader));
        }
    }
}
