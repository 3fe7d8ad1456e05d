namespace LleTransforms.Reliability.Laws;

/// <summary>What a law says of a case.</summary>
/// <param name="Applies">Whether the law speaks of such cases at all.</param>
/// <param name="Fault">How the law is broken; null where it is not.</param>
internal readonly record struct LawVerdict(bool Applies, string? Fault)
{
    public static LawVerdict Holds => new(true, null);

    public static LawVerdict DoesNotApply => new(false, null);

    public static LawVerdict Broken(string fault) => new(true, fault);

    public static LawVerdict Of(bool holds, string fault) => holds ? Holds : Broken(fault);
}

/// <summary>A sentence that must be true of every fit, and how to find out.</summary>
internal sealed record FitLaw(string Name, Func<FitCase, LawVerdict> Check)
{
    public override string ToString() => Name;
}
