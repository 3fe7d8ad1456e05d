using System.Text.RegularExpressions;

namespace LleTransforms.Tables;

/// <summary>The text of a fault, without the parameter's name and the value that .NET appends.</summary>
internal static partial class FaultText
{
    public static string Of(Exception fault)
    {
        int end = fault is ArgumentException { ParamName: { } name }
            ? fault.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal)
            : -1;

        // One message may quote another.
        return ParameterName().Replace(end < 0 ? fault.Message : fault.Message[..end], string.Empty);
    }

    [GeneratedRegex(@" \(Parameter '[^']*'\)")]
    private static partial Regex ParameterName();
}
