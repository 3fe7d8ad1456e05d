using System.Text.Json;
using System.Text.Json.Serialization;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>What a worker process says of one run, as one line of JSON.</summary>
internal sealed record WorkerResult
{
    /// <summary>Why there are no figures; null where all went well.</summary>
    public string? Error { get; init; }

    /// <summary>Seconds around the fit or the transform alone; for single rows the median of all rows.</summary>
    public double Seconds { get; init; }

    /// <summary>The process's largest resident set so far.</summary>
    public long PeakBytes { get; init; }

    /// <summary>Bytes that one placed row allocated, on average.</summary>
    public double? AllocatedPerRow { get; init; }

    /// <summary>Seconds of the smaller fit from which growth is measured.</summary>
    public double? SmallerSeconds { get; init; }

    public Phases? Phases { get; init; }

    public string? Solver { get; init; }

    public int? Iterations { get; init; }

    /// <summary>Nonzeros of the factor or of the preconditioner.</summary>
    public long? Nonzeros { get; init; }

    /// <summary>Versions and threads, which the peer says when it is ready.</summary>
    public string? About { get; init; }

    public string ToLine() => JsonSerializer.Serialize(this, Lines.Default.WorkerResult);

    public static WorkerResult FromLine(string line) => JsonSerializer.Deserialize(line, Lines.Default.WorkerResult)!;
}

/// <summary>Where a fit's seconds went. What equal rows and centring take stands with the neighbours;
/// the rest is the model's own preparation.</summary>
internal sealed record Phases(double Neighbors, double Geometry, double Factor, double Eigen, double Rest);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkerResult))]
internal sealed partial class Lines : JsonSerializerContext;
