using System.Reflection;
using Microsoft.ML;

namespace LleTransforms.Samples.Digits;

/// <summary>Says which version of ML.NET this program runs on.</summary>
internal static class MLNetVersion
{
    /// <summary>The package and its version, as the loaded assembly tells it: behind a "+" it names the
    /// commit that it was built from.</summary>
    public static string Describe()
    {
        var told = typeof(MLContext).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        return $"Microsoft.ML {told?.InformationalVersion.Split('+')[0]}";
    }
}
