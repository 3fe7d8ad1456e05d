namespace LleTransforms.Samples.Text;

/// <summary>A sentence and what it is about.</summary>
internal sealed record Sentence(string Text, string Subject);

/// <summary>Sentences put together from parts, some of which several subjects share.</summary>
internal static class Sentences
{
    private static readonly (string Subject, string[] Who, string[] Does, string[] What)[] _parts =
    [
        ("sport", ["The goalkeeper", "Our team", "The runner", "A young player"], ["won", "missed", "trained for", "watched", "lost"],
            ["the final match", "a penalty", "the season", "the race in the rain", "the last game"]),
        ("cooking", ["The chef", "My grandmother", "A young cook", "The baker"], ["tasted", "prepared", "burned", "watched", "seasoned"],
            ["the onion soup", "a loaf of bread", "the roast", "dinner in the rain", "the last cake"]),
        ("travel", ["The tourist", "Our family", "A young pilot", "The captain"], ["missed", "booked", "crossed", "watched", "left"],
            ["the night train", "a flight home", "the harbour", "the island in the rain", "the last ferry"]),
        ("music", ["The violinist", "Our choir", "A young singer", "The drummer"], ["rehearsed", "composed", "missed", "watched", "recorded"],
            ["the second movement", "a song", "the chorus", "the concert in the rain", "the last note"]),
    ];

    private static readonly string[] _when = ["yesterday", "last summer", "in the morning", "before lunch", "again", "at last", "for hours"];

    public static Sentence[] Make(int count, int seed)
    {
        var random = new Random(seed);
        string Any(string[] words) => words[random.Next(words.Length)];
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (subject, who, does, what) = _parts[i % _parts.Length];
            // One part in five is taken from any subject, so that no single word tells.
            string Part(string[] own, Func<(string Subject, string[] Who, string[] Does, string[] What), string[]> same) =>
                Any(random.Next(5) == 0 ? same(_parts[random.Next(_parts.Length)]) : own);
            return new Sentence($"{Part(who, part => part.Who)} {Part(does, part => part.Does)} {Part(what, part => part.What)} {Any(_when)}.", subject);
        })];
    }
}
