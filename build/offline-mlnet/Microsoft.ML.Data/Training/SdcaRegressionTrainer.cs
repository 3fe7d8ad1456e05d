using MathNet.Numerics.LinearAlgebra;

namespace Microsoft.ML.Trainers;

public interface ILossFunction<in TOutput, in TLabel>
{
    double Loss(TOutput output, TLabel label);
}

public interface IScalarLoss : ILossFunction<float, float>
{
    float Derivative(float output, float label);
}

public interface IRegressionLoss : IScalarLoss
{
}

public interface ISupportSdcaLoss : IScalarLoss
{
    float ComputeDualUpdateInvariant(float scaledFeaturesNormSquared);
    float DualUpdate(float output, float label, float dual, float invariant, int maxNumThreads);
    double DualLoss(float label, float dual);
}

public interface ISupportSdcaRegressionLoss : ISupportSdcaLoss, IRegressionLoss
{
}

/// <summary>
/// The minimum that ML.NET's stochastic dual coordinate ascent tends to, found at once from the normal equations: the mean squared
/// error plus l2/2 times the squared weights, the bias free.
/// </summary>
public sealed class SdcaRegressionTrainer : IEstimator<RegressionPredictionTransformer<LinearRegressionModelParameters>>
{
    public readonly SchemaShape.Column FeatureColumn;
    public readonly SchemaShape.Column LabelColumn;
    private readonly IHostEnvironment _env;
    private readonly float? _l2Regularization;

    internal SdcaRegressionTrainer(IHostEnvironment env, string labelColumn, string featureColumn, float? l2Regularization, int? iterations)
    {
        _env = env.Register(nameof(SdcaRegressionTrainer));
        Check.NonEmpty(featureColumn, nameof(featureColumn));
        Check.NonEmpty(labelColumn, nameof(labelColumn));
        Check.State(l2Regularization is null or >= 0, "L2 constant must be non-negative.");
        Check.State(iterations is null or > 0, "Max number of iterations must be positive.");
        FeatureColumn = new(featureColumn, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false);
        LabelColumn = new(labelColumn, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false);
        _l2Regularization = l2Regularization;
    }

    public RegressionPredictionTransformer<LinearRegressionModelParameters> Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        CheckInput(SchemaShape.Create(input.Schema));
        var features = input.Schema[FeatureColumn.Name];
        int size = ((VectorDataViewType)features.Type).Size;
        if (size >= 100)
            throw Check.NotInOffline("Sdca of 100 features and more, which asks for an L1 term,");
        var moments = Matrix<double>.Build.Dense(size + 2, size + 2);
        int count = 0;
        foreach (var (x, y) in input.GetColumn<float[]>(features).Zip(input.GetColumn<float>(LabelColumn.Name)))
        {
            Check.Alive(_env);
            if (float.IsNaN(y) || !x.All(float.IsFinite))
                continue;
            var row = Vector<double>.Build.Dense([.. x.Select(value => (double)value), 1, y]);
            moments += row.OuterProduct(row);
            count++;
        }

        Check.State(count > 0, "Training set has 0 instances, aborting training.");
        double l2 = _l2Regularization ?? (count > 10000 ? 1e-4 : count < 200 ? 1e-2 : 1e-3);
        var normal = moments.SubMatrix(0, size + 1, 0, size + 1) / count;
        for (int i = 0; i < size; i++)
            normal[i, i] += l2 / 2;
        var weights = normal.Svd().Solve(moments.Column(size + 1, 0, size + 1) / count);
        return new(new LinearRegressionModelParameters(weights.Select(weight => (float)weight).ToArray()), features);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        CheckInput(inputSchema);
        return Shapes.With(inputSchema, [new("Score", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false)]);
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
}
