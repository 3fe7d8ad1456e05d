namespace LleTransforms;

/// <summary>What may be done to an embedding to bring it to the axes of another. All kinds turn or mirror it.</summary>
public enum LleAlignmentKind
{
    /// <summary>No more than that. Distances stay as they are. Coordinates of mean 0 and variance 1 that do not go together stay
    /// so.</summary>
    Orthogonal,

    /// <summary>Its centre is moved and all coordinates have one factor, too. Means and variances become what fits the other embedding
    /// best.</summary>
    Similarity,
}
