namespace LleTransforms.Onnx;

/// <summary>What a graph of a model is to have.</summary>
internal sealed record OnnxGraphOptions
{
    /// <summary>The name of the input, [N, D].</summary>
    public string InputName { get; init; } = "features";

    /// <summary>The name of the coordinates, [N, d] in single precision.</summary>
    public string OutputName { get; init; } = "coordinates";

    /// <summary>The kind of the input's numbers: single or double precision.</summary>
    public OnnxElement InputElement { get; init; } = OnnxElement.Single;

    /// <summary>What is done to the input first; null for nothing.</summary>
    public OnnxColumnScaling? ColumnScaling { get; init; }

    /// <summary>The name of the reconstruction errors, [N]; null for none.</summary>
    public string? ReconstructionErrorName { get; init; }

    /// <summary>The name of the neighbours' numbers among the training rows, [N, k]; null for none.</summary>
    public string? NeighborsName { get; init; }

    /// <summary>The name of the neighbours' weights, [N, k]; null for none.</summary>
    public string? NeighborWeightsName { get; init; }

    /// <summary>See <see cref="TrainingBlocks"/>.</summary>
    public int RowsInBlock { get; init; } = TrainingBlocks.UsualRowsInBlock;

    /// <summary>Whether anything but coordinates is asked for.</summary>
    public bool Explains => ReconstructionErrorName is not null || NeighborsName is not null || NeighborWeightsName is not null;
}

/// <summary>A step in front of the model: (x - offset) factor in each column, in double precision.</summary>
/// <param name="Offsets">D values.</param>
/// <param name="Factors">D values.</param>
internal sealed record OnnxColumnScaling(double[] Offsets, double[] Factors);
