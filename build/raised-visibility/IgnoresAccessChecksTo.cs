// Compiled into the assemblies that set UsesMLNetInternals; RaisedVisibility.targets is the other half.
// Without these attributes ML.NET drops our LoadableClass attribute without a word, and no saved model loads.

using System.Runtime.CompilerServices;

[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Data")]

namespace System.Runtime.CompilerServices;

/// <summary>Tells the runtime that this assembly may use the internal members of another. The runtime knows it by name only.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    public string AssemblyName { get; } = assemblyName;
}
