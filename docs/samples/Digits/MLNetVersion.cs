using System.Reflection;
using Microsoft.ML;

namespace LleTransforms.Samples.Digits;

/// <summary>Says which ML.NET this program runs on: the package, or the stand-in of this repository.</summary>
internal static class MLNetVersion
{
    public static string Describe()
    {
        var assembly = typeof(MLContext).Assembly;
        string? product = assembly.GetCustomAttribute<AssemblyProductAttribute>()?.Product;
        string? version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return $"{product ?? assembly.GetName().Name} {version?.Split('+')[0] ?? assembly.GetName().Version?.ToString()}";
    }
}
