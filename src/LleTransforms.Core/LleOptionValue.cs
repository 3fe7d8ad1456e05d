namespace LleTransforms;

/// <summary>A value of an option within a message, which not every reader writes alike.</summary>
/// <param name="Option">The option.</param>
/// <param name="Value">Its value; null where it is not set.</param>
internal readonly record struct LleOptionValue(LleOptionName Option, object? Value);

/// <summary>Lets a message read as a sentence: <c>$"{option} is {option.Value(12)}"</c>.</summary>
internal static class LleOptionValues
{
    public static LleOptionValue Value(this LleOptionName option, object? value) => new(option, value);

    /// <summary>What the option has where nobody sets it.</summary>
    public static LleOptionValue Unset(this LleOptionName option) => new(option, null);
}
