namespace LleTransforms.Schema;

/// <summary>The columns of one step by name; null for an optional column that is not wanted.</summary>
internal sealed record ColumnNames(
    string Input, string Coordinates, string? ReconstructionError, string? Neighbors, string? NeighborWeights)
{
    public bool NeedExplanation => ReconstructionError is not null || Neighbors is not null || NeighborWeights is not null;

    /// <summary>Fails unless each name is there and no two output columns share one.</summary>
    public void Validate()
    {
        RequireName(Input, nameof(LocallyLinearEmbeddingOptions.InputColumnName));
        RequireName(Coordinates, nameof(LocallyLinearEmbeddingOptions.OutputColumnName));
        RequireOptionalName(ReconstructionError, nameof(LocallyLinearEmbeddingOptions.ReconstructionErrorColumnName));
        RequireOptionalName(Neighbors, nameof(LocallyLinearEmbeddingOptions.NeighborsColumnName));
        RequireOptionalName(NeighborWeights, nameof(LocallyLinearEmbeddingOptions.NeighborWeightsColumnName));
        string?[] outputs = [Coordinates, ReconstructionError, Neighbors, NeighborWeights];
        if (outputs.OfType<string>().GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } shared)
        {
            throw new ArgumentException($"Two output columns are named '{shared.Key}'; each needs a name of its own.");
        }
    }

    /// <summary>The columns that the step adds, in their order.</summary>
    public IReadOnlyList<OutputColumn> Outputs(int numberOfComponents, int numberOfNeighbors)
    {
        var outputs = new List<OutputColumn> { OutputColumn.Coordinates(Coordinates, numberOfComponents) };
        if (ReconstructionError is not null)
        {
            outputs.Add(OutputColumn.ReconstructionError(ReconstructionError));
        }

        if (Neighbors is not null)
        {
            outputs.Add(OutputColumn.Neighbors(Neighbors, numberOfNeighbors));
        }

        if (NeighborWeights is not null)
        {
            outputs.Add(OutputColumn.NeighborWeights(NeighborWeights, numberOfNeighbors));
        }

        return outputs;
    }

    // An option left out is null, and ML.NET refuses an empty name. Both are a missing name here.
    private static void RequireName(string? name, string option)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new ArgumentException($"{option} is empty; it has to name a column.", option);
        }
    }

    private static void RequireOptionalName(string? name, string option)
    {
        if (name is { Length: 0 })
        {
            throw new ArgumentException($"{option} is empty; it has to name a column, or be null for none.", option);
        }
    }
}
