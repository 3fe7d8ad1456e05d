using LleTransforms.Tool.Tables;

namespace LleTransforms.Tool.Models;

/// <summary>Which column of a table is which of a model: by name where both have names, else by position.</summary>
internal sealed class ColumnOrder
{
    private const int NamesShown = 10;

    private readonly int[]? _places;

    private ColumnOrder(int[]? places) => _places = places;

    /// <summary>Whether the table's columns are the model's as they stand.</summary>
    public bool IsTheTables => _places is null;

    /// <exception cref="ToolException">A column is missing, stands twice, or there are more or fewer than the model has.</exception>
    public static ColumnOrder Find(TableReader table, LleModel model, string modelPath, List<string> warnings)
    {
        if (model.FeatureNames is not { } wanted || table.ColumnNames is not { } given || !AreUsable(wanted))
        {
            RequireWidth(table, model, modelPath);
            return new ColumnOrder(null);
        }

        string[] missing = [.. wanted.Except(given)];
        string[] extra = [.. given.Except(wanted)];
        if (missing.Length > 0)
        {
            throw new ToolException(
                $"{table.Name}: lacks {Show(missing)}, on which {modelPath} was fitted" +
                (extra.Length > 0 ? $"; it has {Show(extra)} beside. Columns go by their names: rename them." : "."));
        }

        string[] repeated = [.. given.Intersect(wanted).Where(name => given.Count(other => other == name) > 1)];
        if (repeated.Length > 0)
        {
            throw new ToolException($"{table.Name}: has {Show(repeated)} more than once, and columns go by their names.");
        }

        if (extra.Length > 0)
        {
            warnings.Add($"{table.Name}: {Show(extra)} is left out, for {modelPath} was fitted without.");
        }

        int[] places = [.. wanted.Select(name => Array.IndexOf(given, name))];
        return new ColumnOrder(places.Length == given.Length && places.SequenceEqual(Enumerable.Range(0, places.Length)) ? null : places);
    }

    /// <summary>A row of the table in the order of the model.</summary>
    public double[] Sort(double[] row) => _places is null ? row : Array.ConvertAll(_places, place => row[place]);

    /// <summary>Names tell columns apart only if each has its own.</summary>
    private static bool AreUsable(IReadOnlyList<string> names) => !names.Contains(string.Empty) && names.Distinct().Count() == names.Count;

    private static void RequireWidth(TableReader table, LleModel model, string modelPath)
    {
        if (table.NumberOfFeatures != model.NumberOfFeatures)
        {
            throw new ToolException(
                $"{table.Name}: has {table.NumberOfFeatures} feature columns, but {modelPath} was fitted on " +
                (model.Metric == LleMetric.Precomputed
                    ? $"the distances of {model.NumberOfTrainingRows} rows to each other: a row to place holds its distance to each."
                    : $"{model.NumberOfFeatures}; --label leaves one out."));
        }
    }

    private static string Show(string[] names) =>
        $"{(names.Length == 1 ? "column" : "columns")} {string.Join(", ", names.Take(NamesShown).Select(name => $"'{name}'"))}" +
        (names.Length > NamesShown ? $" and {names.Length - NamesShown} more" : string.Empty);
}
