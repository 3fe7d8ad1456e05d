namespace LleTransforms;

/// <summary>What to do when the neighbour graph falls into several components that do not reach each other.</summary>
public enum LleDisconnectedGraph
{
    /// <summary>Embed each component by itself and lay them out side by side, in the directions of their centroids.</summary>
    EmbedSeparately = 0,

    /// <summary>Join them by their shortest edges, with a warning: the first coordinates may then do
    /// little but tell components apart.</summary>
    Connect = 1,

    /// <summary>Throw an <see cref="InvalidOperationException"/> that gives their sizes.</summary>
    Throw = 2,
}
