using LleTransforms.Features;

namespace LleTransforms.Fitting;

/// <summary>The labels of distinct rows: where equal rows disagree, the label that most of them have, the smallest of equals.</summary>
internal static class DistinctLabels
{
    public static int[] Of(DistinctRows distinct, IReadOnlyList<int> labels)
    {
        if (distinct.AllDistinct)
        {
            return [.. labels];
        }

        var votes = new Dictionary<int, int>[distinct.Count];
        for (int row = 0; row < labels.Count; row++)
        {
            Dictionary<int, int> ofRow = votes[distinct.DistinctIndexOfRow[row]] ??= [];
            ofRow[labels[row]] = ofRow.GetValueOrDefault(labels[row]) + 1;
        }

        return [.. votes.Select(ofRow => ofRow.OrderByDescending(vote => vote.Value).ThenBy(vote => vote.Key).First().Key)];
    }
}
