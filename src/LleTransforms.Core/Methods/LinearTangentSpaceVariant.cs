namespace LleTransforms.Methods;

/// <summary>Linear local tangent space alignment: the linear projection that aligns tangent spaces best.</summary>
/// <remarks>Zhang, Yang, Zhao &amp; Ge 2007, "Linear local tangent space alignment and application to
/// face recognition", Neurocomputing 70.</remarks>
internal sealed class LinearTangentSpaceVariant : TangentSpaceVariant
{
    public override string ShortName => "lltsa";

    public override string Title => "Linear LTSA";

    public override bool IsLinear => true;

    public override LlePlacement DefaultPlacement => LlePlacement.Linear;
}
