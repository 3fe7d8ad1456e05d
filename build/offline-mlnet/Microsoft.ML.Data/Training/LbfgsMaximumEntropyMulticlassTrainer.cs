namespace Microsoft.ML.Trainers;

public sealed class LbfgsMaximumEntropyMulticlassTrainer : IEstimator<MulticlassPredictionTransformer<MaximumEntropyModelParameters>>
{
    public readonly SchemaShape.Column FeatureColumn;
    public readonly SchemaShape.Column LabelColumn;
    private readonly IHostEnvironment _env;
    private readonly float _l2Regularization;
    private readonly float _optimizationTolerance;
    private readonly int _historySize;

    internal LbfgsMaximumEntropyMulticlassTrainer(
        IHostEnvironment env, string labelColumn, string featureColumn, float l2Regularization, float optimizationTolerance, int historySize)
    {
        _env = env.Register(nameof(LbfgsMaximumEntropyMulticlassTrainer));
        Check.NonEmpty(featureColumn, nameof(featureColumn));
        Check.NonEmpty(labelColumn, nameof(labelColumn));
        Check.Param(l2Regularization >= 0, "L2Regularization", "Must be non-negative");
        Check.Param(optimizationTolerance > 0, "OptimizationTolerance", "Must be positive");
        Check.Param(historySize > 0, "HistorySize", "Must be positive");
        FeatureColumn = new(featureColumn, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false);
        LabelColumn = new(labelColumn, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true);
        _l2Regularization = l2Regularization;
        _optimizationTolerance = optimizationTolerance;
        _historySize = historySize;
    }

    public MulticlassPredictionTransformer<MaximumEntropyModelParameters> Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        CheckInput(SchemaShape.Create(input.Schema));
        var features = input.Schema[FeatureColumn.Name];
        var label = input.Schema[LabelColumn.Name];
        int classes = (int)((KeyDataViewType)label.Type).Count;
        var (rows, labels) = Read(input, features, label);
        Check.State(rows.Count > 0, "No valid training instances found, all instances have missing features.");
        var objective = new SoftmaxLoss(rows, labels, classes, ((VectorDataViewType)features.Type).Size, _l2Regularization);
        var weights = objective.Minimize(_env, _optimizationTolerance, _historySize);
        return new(new MaximumEntropyModelParameters(weights, classes), new TrainSchema(features, label));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        CheckInput(inputSchema);
        return Shapes.With(inputSchema, TrainSchema.OutputShapes(Shapes.Find(inputSchema, LabelColumn.Name)));
    }

    private void CheckInput(SchemaShape schema)
    {
        var feature = Shapes.Find(schema, FeatureColumn.Name, "feature");
        if (!FeatureColumn.IsCompatibleWith(feature))
            throw Check.SchemaMismatch("inputSchema", "feature", FeatureColumn.Name, FeatureColumn.GetTypeString(), feature.GetTypeString());
        var label = Shapes.Find(schema, LabelColumn.Name, "label");
        if (!LabelColumn.IsCompatibleWith(label))
            throw Check.SchemaMismatch("labelCol", "label", LabelColumn.Name, LabelColumn.GetTypeString(), label.GetTypeString());
    }

    /// <summary>The rows that have a label and finite features.</summary>
    private (List<double[]> Rows, List<int> Labels) Read(IDataView input, DataViewSchema.Column features, DataViewSchema.Column label)
    {
        var rows = new List<double[]>();
        var labels = new List<int>();
        using var cursor = input.GetRowCursor([features, label]);
        var readFeatures = cursor.GetGetter<VBuffer<float>>(features);
        var readLabel = cursor.GetGetter<uint>(label);
        VBuffer<float> buffer = default;
        while (cursor.MoveNext())
        {
            Check.Alive(_env);
            uint key = 0;
            readLabel(ref key);
            readFeatures(ref buffer);
            var row = buffer.DenseValues().Select(value => (double)value).ToArray();
            if (key == 0 || !row.All(double.IsFinite))
                continue;
            rows.Add(row);
            labels.Add((int)key - 1);
        }

        return (rows, labels);
    }
}
