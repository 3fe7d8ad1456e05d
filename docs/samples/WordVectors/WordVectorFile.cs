using System.Globalization;

namespace LleTransforms.Samples.WordVectors;

/// <summary>
/// Words and their vectors from a text file: a word and its numbers on a line, separated by blanks, as GloVe writes them (Pennington, Socher and Manning 2014);
/// word2vec (Mikolov et al. 2013) puts a line with the number of words and of dimensions in front.
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
            if (parts.Length == 0 || (number == 1 && parts is [var count, var size] && int.TryParse(count, out _) && int.TryParse(size, out _)))
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
