namespace LleTransforms;

/// <summary>
/// What to do when the neighbour graph falls into several components that do not reach each other. It does so, too, where a body of rows
/// leads into a closed group of fewer than a tenth as many.
/// </summary>
public enum LleDisconnectedGraph
{
    /// <summary>Embed each component by itself and lay them out side by side, in the directions of their centroids.</summary>
    EmbedSeparately = 0,

    /// <summary>Join them by their shortest edges, with a warning: the first coordinates may then do
    /// little but tell components apart.</summary>
    Connect = 1,

    /// <summary>Throw an <see cref="InvalidOperationException"/> that gives their sizes, wherever
    /// <see cref="EmbedSeparately"/> would give several parts.</summary>
    Throw = 2,
}
