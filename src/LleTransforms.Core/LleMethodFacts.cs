using System.Reflection;
using LleTransforms.Methods;

namespace LleTransforms;

/// <summary>What can be told of a method without fitting it.</summary>
/// <threadsafety static="true"/>
public static class LleMethodFacts
{
    private static readonly Dictionary<LleMethod, LleVariant> _variants = Enum.GetValues<LleMethod>().ToDictionary(
        method => method, method => typeof(LleMethod).GetField(method.ToString())!.GetCustomAttribute<VariantAttribute>()!.Variant);

    /// <summary>The short names of all methods, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> ShortNames { get; } = [.. Enum.GetValues<LleMethod>().Select(ShortName)];

    /// <summary>The short name in lower case, as the command line writes it, such as "standard" or "ltsa".</summary>
    /// <param name="method">A member of the enumeration.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    public static string ShortName(this LleMethod method) => Variant(method).ShortName;

    /// <summary>What a page calls the method, such as "Standard LLE" or "LTSA".</summary>
    /// <inheritdoc cref="ShortName"/>
    public static string Title(this LleMethod method) => Variant(method).Title;

    /// <summary>
    /// Whether the method's result is one projection for all rows. Its models hold no training rows, so they explain no row and know no
    /// landmarks.
    /// </summary>
    /// <inheritdoc cref="ShortName"/>
    public static bool IsLinear(this LleMethod method) => Variant(method).IsLinear;

    /// <summary>The fewest neighbours k that the method takes for a number of components d.</summary>
    /// <param name="method">A member of the enumeration.</param>
    /// <param name="numberOfComponents">d, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The method is no member, or d is below 1.</exception>
    public static int SmallestNumberOfNeighbors(this LleMethod method, int numberOfComponents)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numberOfComponents, 1);
        return Variant(method).SmallestNumberOfNeighbors(numberOfComponents);
    }

    /// <summary>The method that a short name means; null where there is none.</summary>
    /// <param name="shortName">The name; capital letters are small ones here.</param>
    public static LleMethod? Find(string shortName)
    {
        ArgumentNullException.ThrowIfNull(shortName);
        foreach ((LleMethod method, LleVariant variant) in _variants)
        {
            if (variant.ShortName.Equals(shortName, StringComparison.OrdinalIgnoreCase))
            {
                return method;
            }
        }

        return null;
    }

    internal static LleVariant Variant(this LleMethod method) => _variants.TryGetValue(method, out LleVariant? variant)
        ? variant
        : throw new ArgumentOutOfRangeException(
            nameof(method), method, $"The method is {method}, but must be one of {string.Join(", ", Enum.GetNames<LleMethod>())}.");
}
