using System.Globalization;

namespace LleTransforms.Tool.Models;

/// <summary>Says where a model's rows fell apart, for a picture shows parts side by side that are no neighbours.</summary>
internal static class PartsNote
{
    private const int SizesShown = 6;

    public static void AddTo(List<string> warnings, LleModel model)
    {
        if (model.PartSizes.Count == 1)
        {
            return;
        }

        string sizes = string.Join(", ", model.PartSizes.Take(SizesShown)) + (model.PartSizes.Count > SizesShown ? ", ..." : string.Empty);
        lock (warnings)
        {
            // The engine warns of the worst splits itself, in words of programs.
            warnings.RemoveAll(warning => warning.Contains("Each is embedded by itself.", StringComparison.Ordinal));
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"with {model.NumberOfNeighbors} neighbours the rows fall into {model.PartSizes.Count} parts, of {sizes} rows; each is " +
                $"embedded by itself, and distances between parts mean little. A larger -k joins parts that are near; equal or nearly " +
                $"equal rows and outliers make small ones."));
        }
    }
}
