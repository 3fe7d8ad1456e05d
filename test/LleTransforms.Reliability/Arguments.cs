using System.Globalization;

namespace LleTransforms.Reliability;

/// <summary>Named numbers of a command line: <c>--cases 500</c>.</summary>
internal sealed class Arguments(string[] values)
{
    public int Int32(string name, int otherwise) => Text(name) is string text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public double Double(string name, double otherwise) =>
        Text(name) is string text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public string? Text(string name)
    {
        int at = Array.IndexOf(values, name);
        return at < 0 ? null : at + 1 < values.Length ? values[at + 1] : throw new ArgumentException($"{name} needs a value.");
    }
}
