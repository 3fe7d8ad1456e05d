namespace LleTransforms.Methods;

/// <summary>Neighbourhood preserving embedding: the linear projection that keeps standard LLE's weights best.</summary>
/// <remarks>He, Cai, Yan &amp; Zhang 2005, "Neighborhood preserving embedding", ICCV, equation 4: X^T M X a = lambda X^T X a.</remarks>
internal sealed class NeighborhoodPreservingVariant : StandardVariant
{
    public override string ShortName => "npe";

    public override string Title => "NPE";

    public override bool IsLinear => true;

    public override LlePlacement DefaultPlacement => LlePlacement.Linear;
}
