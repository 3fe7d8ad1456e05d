using System.Text.RegularExpressions;

namespace LleTransforms.Repository.Tests.Documentation;

/// <summary>A sentence of a comment in a source file.</summary>
/// <param name="Line">The line at which its comment begins, from 1.</param>
/// <param name="Text">The sentence, references as the names that they lead to.</param>
internal sealed partial record CommentSentence(int Line, string Text)
{
    /// <summary>A sign that stands alone, such as one of addition, is no word.</summary>
    public int WordCount => Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(part => part.Any(IsWordSign));

    /// <summary>The sentences of all comments that have lines of their own. A semicolon ends none.</summary>
    public static IEnumerable<CommentSentence> Read(string source)
    {
        Match[] lines = [.. source.ReplaceLineEndings("\n").Split('\n').Select(line => CommentLine().Match(line))];
        for (int first = 0; first < lines.Length;)
        {
            int end = first + 1;
            if (lines[first].Success)
            {
                string kind = lines[first].Groups["kind"].Value;
                while (end < lines.Length && lines[end].Success && lines[end].Groups["kind"].Value == kind)
                {
                    end++;
                }

                foreach (string sentence in Sentences(lines[first..end].Select(line => line.Groups["text"].Value.Trim())))
                {
                    yield return new CommentSentence(first + 1, sentence);
                }
            }

            first = end;
        }
    }

    /// <summary>Code and rows of tables hold no sentences, and a tag that is not within one ends it.</summary>
    private static IEnumerable<string> Sentences(IEnumerable<string> lines)
    {
        string text = string.Join('\n', lines.Where(line => !line.StartsWith("| ", StringComparison.Ordinal)));
        text = Code().Replace(text, Stop).Replace('\n', ' ');
        text = Reference().Replace(text, match => match.Groups["name"].Value.Split('(')[0]);
        text = Element().Replace(text, Stop);
        text = InlineTag().Replace(text, "").Replace("&lt;", "<").Replace("&gt;", ">").Replace("&amp;", "&");
        return End().Split(text).Select(sentence => sentence.Trim(' ', '.')).Where(sentence => sentence.Any(IsWordSign));
    }

    private const string Stop = " . ";

    private static bool IsWordSign(char sign) => char.IsLetterOrDigit(sign) || sign == '_';

    [GeneratedRegex(@"^\s*(?<kind>///?)(?!/)(?<text>.*)$")]
    private static partial Regex CommentLine();

    [GeneratedRegex(@"<code>.*?</code>", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("""<(see|paramref|typeparamref|inheritdoc)\b[^>]*"(?<name>[^"]*)"[^>]*/>""")]
    private static partial Regex Reference();

    [GeneratedRegex(
        @"</?(summary|remarks|param|returns|exception|para|item|list|description|value|typeparam|threadsafety|example|format)\b[^>]*>")]
    private static partial Regex Element();

    [GeneratedRegex(@"</?c>")]
    private static partial Regex InlineTag();

    [GeneratedRegex("""(?<=[.?!])\s+(?=[A-Z0-9<`"(.])|(?<=:)\s+(?=[A-Z])|\s\.(?=\s)""")]
    private static partial Regex End();
}
