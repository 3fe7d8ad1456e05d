using System.Text;

namespace LleTransforms.Samples.SwissRoll;

/// <summary>Draws scatter plots side by side as an SVG file; the colour runs with the length along the sheet.</summary>
internal sealed class Picture
{
    private const int Side = 300;
    private const int Gap = 30;
    private const int Caption = 24;

    // Five stops of a scale that grows steadily lighter, so that it can be read without colour vision.
    private static readonly (int Red, int Green, int Blue)[] _stops = [(68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (223, 210, 37)];

    private readonly StringBuilder _panels = new();
    private readonly double[] _colour;
    private int _count;

    public Picture(IReadOnlyList<double> colour)
    {
        double least = colour.Min(), most = colour.Max();
        _colour = [.. colour.Select(value => (value - least) / (most - least))];
    }

    public void Add(string caption, IReadOnlyList<(double X, double Y)> points)
    {
        double left = points.Min(point => point.X), right = points.Max(point => point.X);
        double bottom = points.Min(point => point.Y), top = points.Max(point => point.Y);
        int origin = _count++ * (Side + Gap);
        _panels.AppendLine($"""<g transform="translate({origin + Gap} {Gap + Caption})">""");
        _panels.AppendLine($"""<text x="{Side / 2}" y="-14" text-anchor="middle" fill="#777">{caption}</text>""");
        for (int i = 0; i < points.Count; i++)
        {
            double x = Side * (points[i].X - left) / (right - left), y = Side * (top - points[i].Y) / (top - bottom);
            _panels.AppendLine($"""<circle cx="{x:F0}" cy="{y:F0}" fill="{ColourAt(_colour[i])}"/>""");
        }

        _panels.AppendLine("</g>");
    }

    public void Save(string file) => File.WriteAllText(
        file,
        $$"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{(_count * (Side + Gap)) + Gap}} {{Side + (2 * Gap) + Caption}}" font-family="sans-serif" font-size="16">
        <style>circle { r: 3px; }</style>
        {{_panels}}</svg>

        """);

    private static string ColourAt(double share)
    {
        double place = share * (_stops.Length - 1);
        int stop = Math.Min((int)place, _stops.Length - 2);
        double rest = place - stop;
        int Mix(Func<(int Red, int Green, int Blue), int> part) => (int)Math.Round(((1 - rest) * part(_stops[stop])) + (rest * part(_stops[stop + 1])));
        return $"#{Mix(c => c.Red):x2}{Mix(c => c.Green):x2}{Mix(c => c.Blue):x2}";
    }
}
