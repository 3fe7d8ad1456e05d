namespace LleTransforms.Methods;

/// <summary>Names the variant behind a member of <see cref="LleMethod"/>.</summary>
[AttributeUsage(AttributeTargets.Field)]
internal abstract class VariantAttribute : Attribute
{
    /// <summary>The variant, one instance.</summary>
    public abstract LleVariant Variant { get; }
}

/// <inheritdoc cref="VariantAttribute"/>
/// <typeparam name="T">The variant. Generic, so that a trimmed program keeps its constructor.</typeparam>
internal sealed class VariantAttribute<T> : VariantAttribute
    where T : LleVariant, new()
{
    public override LleVariant Variant { get; } = new T();
}
