using Microsoft.ML.Data;

namespace LleTransforms.Schema;

/// <summary>The names of a vector column's slots, and what differs between those of two columns.</summary>
internal static class SlotNames
{
    private const string Kind = "SlotNames";
    private const int NamesShown = 5;

    /// <summary>A name for each slot, empty where it has none; null where no slot has one.</summary>
    public static string[]? Of(InputColumn column)
    {
        if (column.Column.Annotations.Schema.GetColumnOrNull(Kind) is not { Type: VectorDataViewType { ItemType: TextDataViewType } })
        {
            return null;
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Column.Annotations.GetValue(Kind, ref names);
        return names.Length == column.Size && names.GetValues().Length > 0
            ? [.. names.DenseValues().Select(name => name.ToString())]
            : null;
    }

    /// <summary>Tells where slots have other names than those that were fitted; null where they agree, or one side has none.</summary>
    public static string? Disagreement(IReadOnlyList<string>? fitted, IReadOnlyList<string>? given, string column)
    {
        if (fitted is null || given is null)
        {
            return null;
        }

        int first = Enumerable.Range(0, fitted.Count).FirstOrDefault(
            slot => fitted[slot].Length > 0 && given[slot].Length > 0 && fitted[slot] != given[slot], -1);
        if (first < 0)
        {
            return null;
        }

        string place = $"slot {first} of column '{column}' is named '{given[first]}', but was '{fitted[first]}' when the model was fitted";
        string[] missing = [.. fitted.Except(given)];
        string[] extra = [.. given.Except(fitted)];
        string cause = missing.Length + extra.Length == 0
            ? "the same names stand in another order"
            : $"of those fitted {Show(missing)} are missing, and {Show(extra)} are new";
        return $"{place}; {cause}. The model goes by position: make the column as it was made for Fit.";
    }

    private static string Show(string[] names) => names.Length == 0
        ? "none"
        : string.Join(", ", names.Take(NamesShown).Select(name => $"'{name}'")) + (names.Length > NamesShown ? ", ..." : string.Empty);
}
