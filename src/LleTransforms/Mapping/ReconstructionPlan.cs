namespace LleTransforms.Mapping;

/// <summary>What a step that goes back does besides its model; it is saved with it.</summary>
internal sealed record ReconstructionPlan
{
    public ReconstructionPlan(string input, string output, LleReconstructionOptions options)
    {
        (Input, Output) = (input, output);

        // Changes that come later do not reach the step.
        Options = new LleReconstructionOptions
        {
            Rule = options.Rule, NumberOfNeighbors = options.NumberOfNeighbors, Regularization = options.Regularization,
        };
    }

    /// <summary>The column of coordinates.</summary>
    public string Input { get; }

    /// <summary>The column of features.</summary>
    public string Output { get; }

    /// <summary>The rule and its figures; not for changes.</summary>
    public LleReconstructionOptions Options { get; }
}
