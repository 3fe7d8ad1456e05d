using Microsoft.ML;

namespace LleTransforms.TestFramework;

/// <summary>Sends a transformer through a model zip in memory.</summary>
public static class SavedModel
{
    public static byte[] Save(ITransformer transformer, DataViewSchema inputSchema)
    {
        using var stream = new MemoryStream();
        new MLContext().Model.Save(transformer, inputSchema, stream);
        return stream.ToArray();
    }

    public static ITransformer Load(byte[] zip, out DataViewSchema inputSchema)
    {
        using var stream = new MemoryStream(zip);
        return new MLContext().Model.Load(stream, out inputSchema);
    }

    public static ITransformer Reload(ITransformer transformer, DataViewSchema inputSchema) => Load(Save(transformer, inputSchema), out _);
}
