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
}

/// <summary>A step in front of a model, such as a normaliser: (x - offset) factor in each column, in the precision of the input.</summary>
/// <param name="Offsets">A number for each column.</param>
/// <param name="Factors">A number for each column.</param>
public sealed record LleOnnxColumnScaling(IReadOnlyList<double> Offsets, IReadOnlyList<double> Factors);
