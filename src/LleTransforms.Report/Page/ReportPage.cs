using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using LleTransforms.Report.Data;

namespace LleTransforms.Report.Page;

/// <summary>Puts the page together: template, style, chart library, the report's own scripts, facts and numbers, all in one file.</summary>
/// <remarks>
/// The page's own policy lets run the two scripts whose hashes it names and nothing else, and lets nothing be fetched. So text that came
/// with the data cannot become code, whatever it holds.
/// </remarks>
internal static class ReportPage
{
    /// <summary>In the order in which they build on each other.</summary>
    private static readonly string[] Scripts =
        ["data.js", "theme.js", "colors.js", "points.js", "links.js", "scatter.js", "details.js", "legend.js", "charts.js", "tables.js",
            "main.js"];

    public static void Write(ReportContent content, Stream stream)
    {
        List<DataBlock> blocks = ReportBlocks.Of(content);
        string library = Asset("echarts/echarts.js");
        string own = "(() => {\n\"use strict\";\n" + string.Concat(Scripts.Select(Asset)) + "})();\n";
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        foreach (string line in Asset("report.html").Split('\n'))
        {
            switch (line.Trim())
            {
                case "<!--policy-->":
                    writer.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy(library, own)}\">\n");
                    break;
                case "<!--title-->":
                    writer.Write($"<title>{WebUtility.HtmlEncode(content.Title)}</title>\n");
                    break;
                case "<!--style-->":
                    writer.Write($"<style>\n{Asset("report.css")}</style>\n");
                    break;
                case "<!--images-->":
                    WriteImages(writer, content.Images);
                    break;
                case "<!--data-->":
                    WriteData(writer, content, blocks);
                    break;
                case "<!--scripts-->":
                    writer.Write($"<script>{library}</script>\n<script>{own}</script>\n");
                    break;
                default:
                    writer.Write(line);
                    writer.Write('\n');
                    break;
            }
        }
    }

    private static void WriteImages(StreamWriter writer, GrayImage? images)
    {
        if (images is not null)
        {
            writer.Write(
                "  <section class=\"card\" aria-labelledby=\"images-heading\">\n    <h2 id=\"images-heading\">Way back</h2>\n" +
                "    <p class=\"note\">What a row would look like at each place of the first two coordinates, across and up.</p>\n" +
                $"    <img class=\"images\" alt=\"A grid of reconstructed images\" width=\"{images.Width}\" height=\"{images.Height}\" " +
                $"src=\"data:image/png;base64,{Convert.ToBase64String(images.ToPng())}\">\n  </section>\n");
        }
    }

    private static void WriteData(StreamWriter writer, ReportContent content, List<DataBlock> blocks)
    {
        writer.Write(
            $"<script type=\"application/json\" id=\"facts\">{Encoding.UTF8.GetString(ReportFacts.Json(content, blocks))}</script>\n");
        foreach (DataBlock block in blocks)
        {
            writer.Write($"<script type=\"text/plain\" id=\"block-{block.Name}\">");
            writer.Write(Convert.ToBase64String(block.Bytes));
            writer.Write("</script>\n");
        }
    }

    private static string Policy(params ReadOnlySpan<string> scripts)
    {
        var hashes = new StringBuilder();
        foreach (string script in scripts)
        {
            hashes.Append($" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'");
        }

        return $"default-src 'none'; script-src{hashes}; style-src 'unsafe-inline'; img-src data: blob:";
    }

    private static string Asset(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks its resource '{name}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
