using Microsoft.ML;

namespace LleTransforms.TestFramework;

/// <summary>What the conformance checks are run on: an estimator, data that it can be fitted on, and inputs that it has to
/// reject.</summary>
/// <remarks>Fitting and reloading happen once, when first asked for, so that all checks of a case look
/// at the same pair of transformers.</remarks>
public sealed class ConformanceCase
{
    private readonly Lazy<ITransformer> _fitted;
    private readonly Lazy<ITransformer> _reloaded;

    public ConformanceCase(string name, MLContext context, IEstimator<ITransformer> estimator, IDataView data)
    {
        Name = name;
        Context = context;
        Estimator = estimator;
        Data = data;
        _fitted = new Lazy<ITransformer>(() => Estimator.Fit(Data));
        _reloaded = new Lazy<ITransformer>(() => SavedModel.Reload(Fitted, Data.Schema));
    }

    public string Name { get; }

    public MLContext Context { get; }

    public IEstimator<ITransformer> Estimator { get; }

    /// <summary>Data that can be fitted on and transformed; a few dozen rows, with columns that the step does not use.</summary>
    public IDataView Data { get; }

    /// <summary>Inputs that have to be rejected, and where.</summary>
    public IReadOnlyList<RejectedInput> Rejected { get; init; } = [];

    /// <summary>The input columns that the step reads.</summary>
    public required IReadOnlyList<string> InputColumns { get; init; }

    /// <summary>The columns that Fit may read: the input columns, and what is needed for training only, such as a label.</summary>
    public IEnumerable<string> FitColumns => InputColumns.Concat(TrainingColumns);

    /// <summary>The columns that only Fit reads.</summary>
    public IReadOnlyList<string> TrainingColumns { get; init; } = [];

    /// <summary>How often Fit passes over the data: once, or not at all where there is nothing to learn.</summary>
    public int FitPasses { get; init; } = 1;

    /// <summary>The columns that the step adds.</summary>
    public required IReadOnlyList<string> OutputColumns { get; init; }

    /// <summary>The transformer as it was fitted.</summary>
    public ITransformer Fitted => _fitted.Value;

    /// <summary>The transformer saved to a model zip and loaded by a context that has seen nothing before.</summary>
    public ITransformer Reloaded => _reloaded.Value;

    /// <summary>Both, with a name for messages.</summary>
    public IEnumerable<(string Name, ITransformer Transformer)> Transformers => [("fitted", Fitted), ("reloaded", Reloaded)];

    public override string ToString() => Name;
}
