// A word's neighbours before and after an embedding:
// dotnet run -c Release --project docs/samples/WordVectors [vectors.txt] [words to read] [word ...]
using LleTransforms;
using LleTransforms.Samples.WordVectors;

// The sample's own files are made (data/README.md); try glove.6B.100d.txt with 20000 words.
string own = Path.Combine(AppContext.BaseDirectory, "data");
string[] files = args.Length > 0 ? [args[0]] : [Path.Combine(own, "words.glove.txt"), Path.Combine(own, "words.word2vec.txt")];
int mostWords = args.Length > 1 ? int.Parse(args[1]) : 20_000;
string[] asked = args.Length > 2 ? args[2..] : ["monday", "river", "copper"];
int components = args.Length > 0 ? 10 : 4;

foreach (string file in files)
{
    var words = WordVectorFile.Read(file, mostWords);
    Console.WriteLine($"{Path.GetFileName(file)}: {words.Words.Length:N0} words, {words.Vectors.ColumnCount} dimensions -> {components}");

    // Meaning lies in the direction of a word vector, hence the metric.
    var model = LocallyLinearEmbedding.Fit(words.Vectors, new LleOptions { NumberOfComponents = components, NumberOfNeighbors = 12, Method = LleMethod.Modified, Metric = LleMetric.Cosine });
    var embedding = model.Transform(words.Vectors);
    foreach (string word in asked)
    {
        Console.WriteLine($"{word,8} before: {string.Join(' ', words.Nearest(words.Vectors, word, 5, byAngle: true))}");
        Console.WriteLine($"{"",8}  after: {string.Join(' ', words.Nearest(embedding, word, 5, byAngle: false))}");
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
