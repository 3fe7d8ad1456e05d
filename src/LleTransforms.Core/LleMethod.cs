namespace LleTransforms;

/// <summary>The variant of Locally Linear Embedding: which local geometry is carried into the embedding.</summary>
public enum LleMethod
{
    /// <summary>Each row is the weighted mean of its neighbours; the embedding keeps the weights (Roweis &amp; Saul 2000).</summary>
    Standard = 0,
}
