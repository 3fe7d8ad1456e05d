using System.Collections.Immutable;
using LleTransforms.Tool.Tables;
using Microsoft.ML;
using Microsoft.ML.Transforms;

namespace LleTransforms.Tool.Models;

/// <summary>Finds the embedding in a saved ML.NET model, and the scale in front of it.</summary>
internal static class SavedStep
{
    public static (LleModel Model, ColumnScale? Scale) Load(string path)
    {
        SavedChain saved = LoadChain(path);
        return (saved.Step.Model, saved.Scale);
    }

    /// <summary>The steps themselves, to be saved again with another embedding in the place of this one.</summary>
    public static SavedChain LoadChain(string path)
    {
        ITransformer loaded = LoadModel(path, out DataViewSchema schema);
        ITransformer[] steps = loaded is IEnumerable<ITransformer> chain ? [.. chain] : [loaded];
        return steps switch
        {
            [LocallyLinearEmbeddingTransformer step] => new SavedChain(step, null, null, schema),
            [NormalizingTransformer scaling, LocallyLinearEmbeddingTransformer step] when ScaleOf(scaling, step, schema) is { } scale =>
                new SavedChain(step, scaling, scale, schema),
            _ => throw new ToolException(
                $"{path}: holds {steps.Length} steps ({string.Join(", ", steps.Select(other => other.GetType().Name))}); " +
                "lle transform takes an embedding alone or behind the scale of its columns, as lle embed saves them."),
        };
    }

    /// <summary>What a normaliser does to the step's column; null where it does that to another column too, or not as a scale.</summary>
    private static ColumnScale? ScaleOf(
        NormalizingTransformer scaling, LocallyLinearEmbeddingTransformer step, DataViewSchema schema) =>
        scaling.GetOutputSchema(schema) is var scaled && scaled.Count == schema.Count + 1
        && scaled.GetColumnOrNull(step.InputColumnName)?.Index == schema.Count
        && scaling.GetNormalizerModelParameters(0)
            is NormalizingTransformer.AffineNormalizerModelParameters<ImmutableArray<double>> { Offset: var offset, Scale: var factor }
            ? ColumnScale.FromFactors(offset.IsDefaultOrEmpty ? new double[factor.Length] : offset, factor)
            : null;

    private static ITransformer LoadModel(string path, out DataViewSchema schema)
    {
        FileStream zip;
        try
        {
            zip = File.OpenRead(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException($"{path}: there is no such file.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ToolException($"{path}: cannot be read: {EngineFault.Tell(fault)}");
        }

        using (zip)
        {
            try
            {
                // A program that only loads has no reason to have touched the step; ML.NET finds it by the name in the zip.
                return new MLContext().Model.Load(zip, out schema);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                throw new ToolException($"{path}: is no model that ML.NET can load: {EngineFault.Tell(fault)}");
            }
        }
    }
}
