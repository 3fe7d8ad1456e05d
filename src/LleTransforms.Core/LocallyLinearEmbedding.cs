namespace LleTransforms;

/// <summary>Fits Locally Linear Embedding on arrays: the engine's one entry.</summary>
public static class LocallyLinearEmbedding
{
}
