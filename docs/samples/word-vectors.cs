#!/usr/bin/env dotnet
#:property PublishAot=false
#:project ../../src/LleTransforms/LleTransforms.csproj

// A word's neighbours before and after an embedding:
// dotnet run docs/samples/word-vectors.cs -c Release -- [vectors.txt] [words to read] [word ...]

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
    var words = WordVectorFile.Read(file, mostWords);
    string sizes = $"{words.Words.Length:N0} words, {words.Vectors.NumberOfColumns} dimensions -> {options.NumberOfComponents}";
    Console.WriteLine($"{Path.GetFileName(file)}: {sizes}");
    var embedding = LocallyLinearEmbedding.Fit(words.Vectors, options).Transform(words.Vectors);
    foreach (string word in asked)
    {
        Console.WriteLine($"{word,8} before: {string.Join(' ', words.Nearest(words.Vectors, word, 5, byAngle: true))}");
        Console.WriteLine($"{"",8}  after: {string.Join(' ', words.Nearest(embedding, word, 5, byAngle: false))}");
    }
}

/// <summary>
/// Words and their vectors from a text file: a word and its numbers on a line, separated by blanks, as GloVe writes them (Pennington,
/// Socher and Manning 2014); word2vec (Mikolov et al. 2013) puts a line with the number of words and of dimensions in front.
/// </summary>
internal sealed record WordVectorFile(string[] Words, FeatureMatrix Vectors)
{
    /// <param name="file">The file.</param>
    /// <param name="mostWords">Words beyond these are not read; the files begin with the most frequent.</param>
    public static WordVectorFile Read(string file, int mostWords = int.MaxValue)
    {
        var words = new List<string>();
        FeatureMatrixBuilder? vectors = null;
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0 || (number == 1 && parts is [_, _] && parts.All(part => int.TryParse(part, out _))))
            {
                continue;
            }

            if (words.Count == mostWords)
            {
                break;
            }

            vectors ??= new FeatureMatrixBuilder(parts.Length - 1);
            words.Add(parts[0]);
            try
            {
                vectors.Append(Array.ConvertAll(parts[1..], part => float.Parse(part, CultureInfo.InvariantCulture)));
            }
            catch (Exception wrong) when (wrong is FormatException or ArgumentException)
            {
                throw new InvalidDataException($"Line {number} of {file}, which begins with '{parts[0]}': {wrong.Message}", wrong);
            }
        }

        return vectors is null ? throw new InvalidDataException($"{file} has no words.") : new WordVectorFile([.. words], vectors.Build());
    }

    /// <summary>The words whose rows of a table lie nearest to a word's own, by the angle between them or by distance.</summary>
    public string[] Nearest(FeatureMatrix table, string word, int count, bool byAngle)
    {
        int own = Array.IndexOf(Words, word);
        double Far(int row) => byAngle ? -Cosine(table.Row(own), table.Row(row)) : SquaredDistance(table.Row(own), table.Row(row));
        return [.. Enumerable.Range(0, Words.Length).Where(row => row != own).OrderBy(Far).Take(count).Select(row => Words[row])];
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
// words.word2vec.txt: 96 words, 20 dimensions -> 4
//   monday before: evening thursday sunday morning saturday
//           after: saturday weekend night holiday evening
//    river before: harbour lake stream waterfall island
//           after: harbour lake thunder stream island
//   copper before: steel bronze zinc nickel aluminium
//           after: bronze gold valley anvil mountain
