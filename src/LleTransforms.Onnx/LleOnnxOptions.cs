namespace LleTransforms.Onnx;

/// <summary>What <see cref="LleOnnx.SaveAsOnnx"/> writes.</summary>
public sealed record LleOnnxOptions
{
    /// <summary>The name of the input, rows of D values; "features" by default.</summary>
    public string InputName { get; init; } = "features";

    /// <summary>The name of the output, rows of d coordinates in single precision; "coordinates" by default.</summary>
    public string OutputName { get; init; } = "coordinates";

    /// <summary>Whether the input is of double precision; by default of single precision.</summary>
    public bool TakesDoubles { get; init; }

    /// <summary>The name of an output with the squared distance between each row and its reconstruction; none by default.</summary>
    public string? ReconstructionErrorName { get; init; }

    /// <summary>The name of an output with the numbers of k training rows, the neighbours of each row; none by default.</summary>
    public string? NeighborsName { get; init; }

    /// <summary>The name of an output with the weights of those neighbours; none by default.</summary>
    public string? NeighborWeightsName { get; init; }

    /// <summary>What is done to each column in front of the model; nothing by default.</summary>
    public LleOnnxColumnScaling? ColumnScaling { get; init; }

    /// <summary>Hears, before the work begins, how large the file will be where sparse rows stand whole in it; or null.</summary>
    public IProgress<LleProgress>? Progress { get; init; }

    /// <summary>How many training rows stand in a block of the graph, so that tests reach several with few rows.</summary>
    internal int RowsInBlock { get; init; } = TrainingBlocks.UsualRowsInBlock;

    internal void Check(LleModel model)
    {
        string[] names = [.. new[] { InputName, OutputName, ReconstructionErrorName, NeighborsName, NeighborWeightsName }.OfType<string>()];
        string? taken = names.FirstOrDefault(name => name.Length == 0 || name.StartsWith(GraphBuilder.Prefix, StringComparison.Ordinal));
        if (taken is not null)
        {
            throw new ArgumentException(
                $"The name '{taken}' is empty or begins with '{GraphBuilder.Prefix}', as the graph's own names do; choose another.");
        }

        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The name '{twice.Key}' stands for two inputs or outputs; each needs its own.");
        }

        if (ColumnScaling is { } scaling
            && (scaling.Offsets.Count != model.NumberOfFeatures || scaling.Factors.Count != model.NumberOfFeatures))
        {
            throw new ArgumentException(
                $"ColumnScaling has {scaling.Offsets.Count} offsets and {scaling.Factors.Count} factors; the model has " +
                $"{model.NumberOfFeatures} columns.");
        }
    }

    internal OnnxGraphOptions ForGraph() => new()
    {
        InputName = InputName,
        OutputName = OutputName,
        InputElement = TakesDoubles ? OnnxElement.Double : OnnxElement.Single,
        ReconstructionErrorName = ReconstructionErrorName,
        NeighborsName = NeighborsName,
        NeighborWeightsName = NeighborWeightsName,
        RowsInBlock = RowsInBlock,
        ColumnScaling = ColumnScaling is { } scaling ? new OnnxColumnScaling([.. scaling.Offsets], [.. scaling.Factors]) : null,
    };
}

/// <summary>A step in front of a model, such as a normaliser: (x - offset) factor in each column, in double precision.</summary>
/// <param name="Offsets">A number for each column.</param>
/// <param name="Factors">A number for each column.</param>
public sealed record LleOnnxColumnScaling(IReadOnlyList<double> Offsets, IReadOnlyList<double> Factors);
