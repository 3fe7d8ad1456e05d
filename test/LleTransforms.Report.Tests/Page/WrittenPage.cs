using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LleTransforms.Report.Tests.Page;

/// <summary>A page as it was written, taken apart again by the rules of HTML.</summary>
internal sealed class WrittenPage
{
    private WrittenPage(string html)
    {
        Html = html;
        Facts = JsonDocument.Parse(Block("application/json", "facts")).RootElement;
    }

    public string Html { get; }

    public JsonElement Facts { get; }

    public string Title => WebUtility.HtmlDecode(Regex.Match(Html, "<title>([^<]*)</title>").Groups[1].Value);

    public static WrittenPage Of(LleModel model, FeatureMatrix rows, EmbeddingReportOptions? options = null)
    {
        using var stream = new MemoryStream();
        model.WriteReport(rows, stream, options);
        return new WrittenPage(Encoding.UTF8.GetString(stream.ToArray()));
    }

    public T[] Numbers<T>(string name)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Convert.FromBase64String(Block("text/plain", $"block-{name}"))).ToArray();

    public bool HasBlock(string name) => Html.Contains($"id=\"block-{name}\"", StringComparison.Ordinal);

    public string[] Texts(string name) => [.. Facts.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];

    private string Block(string type, string id)
    {
        // A script element ends at the first end tag, whatever the text around it means.
        string start = $"<script type=\"{type}\" id=\"{id}\">";
        int from = Html.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return Html[from..Html.IndexOf("</script", from, StringComparison.OrdinalIgnoreCase)];
    }
}
