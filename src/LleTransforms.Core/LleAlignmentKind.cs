namespace LleTransforms;

/// <summary>What may be done to an embedding to bring it to the axes of another. All kinds leave what is a straight line one.</summary>
public enum LleAlignmentKind
{
    /// <summary>No more than that. Distances stay as they are. Coordinates of mean 0 and variance 1 that do not go together stay
    /// so.</summary>
    Orthogonal,

    /// <summary>Its centre is moved and all coordinates have one factor, too. Means and variances become what fits the other embedding
    /// best.</summary>
    Similarity,

    /// <summary>Any linear map of the coordinates: of all their combinations those that come nearest. Means of 0 stay so. Variances become
    /// what is explained of the other embedding, and coordinates may go together. For a trainer that learnt from the other
    /// embedding.</summary>
    Linear,
}
