using LleTransforms.Methods;

namespace LleTransforms;

/// <summary>The variant of Locally Linear Embedding: which local geometry is carried into the embedding.</summary>
public enum LleMethod
{
    /// <summary>Each row is the weighted mean of its neighbours; the embedding keeps the weights (Roweis
    /// &amp; Saul 2000). Needs k of at least 2.</summary>
    [Variant<StandardVariant>]
    Standard = 0,

    /// <summary>Several weight vectors for each row, so that noise in one is held by the others (Zhang
    /// &amp; Wang 2006, MLLE). Needs k &gt; d.</summary>
    [Variant<ModifiedVariant>]
    Modified = 1,

    /// <summary>Hessian eigenmaps: the embedding bends as little as it can (Donoho &amp; Grimes 2003).
    /// Needs k &gt; d (d + 3) / 2.</summary>
    [Variant<HessianVariant>]
    Hessian = 2,

    /// <summary>Local tangent space alignment: each neighbourhood's tangent coordinates are aligned
    /// (Zhang &amp; Zha 2004). Needs k &gt; d + 1.</summary>
    [Variant<TangentSpaceVariant>]
    LocalTangentSpaceAlignment = 3,

    /// <summary>The linear projection that keeps standard LLE's weights best (He, Cai, Yan &amp; Zhang
    /// 2005). Needs d of at most the features' rank.</summary>
    [Variant<NeighborhoodPreservingVariant>]
    NeighborhoodPreservingEmbedding = 4,

    /// <summary>The linear projection that aligns tangent spaces best (Zhang, Yang, Zhao &amp; Ge 2007).
    /// Needs k &gt; d + 1 and d of at most the rank.</summary>
    [Variant<LinearTangentSpaceVariant>]
    LinearLocalTangentSpaceAlignment = 5,

    /// <summary>
    /// Each row is a mixture of its neighbours, by weights that are not negative; the embedding keeps the shares (Saul &amp; Roweis 2003).
    /// Needs k of at least 2.
    /// </summary>
    [Variant<ConvexVariant>]
    Convex = 6,
}
