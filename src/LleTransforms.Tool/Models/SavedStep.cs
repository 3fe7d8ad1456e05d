using Microsoft.ML;

namespace LleTransforms.Tool.Models;

/// <summary>Finds the embedding in a saved ML.NET model.</summary>
internal static class SavedStep
{
    public static LleModel Load(string path)
    {
        ITransformer loaded = LoadModel(path);
        ITransformer[] steps = loaded is IEnumerable<ITransformer> chain ? [.. chain] : [loaded];
        return steps is [LocallyLinearEmbeddingTransformer step]
            ? step.Model
            : throw new ToolException(
                $"{path}: holds {steps.Length} steps ({string.Join(", ", steps.Select(other => other.GetType().Name))}); " +
                "lle transform takes models of one step, an embedding, as lle embed saves them.");
    }

    private static ITransformer LoadModel(string path)
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
            throw new ToolException($"{path}: cannot be read: {fault.Message}");
        }

        using (zip)
        {
            try
            {
                // A program that only loads has no reason to have touched the step; ML.NET finds it by the name in the zip.
                return new MLContext().Model.Load(zip, out _);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                throw new ToolException($"{path}: is no model that ML.NET can load: {fault.Message}");
            }
        }
    }
}
