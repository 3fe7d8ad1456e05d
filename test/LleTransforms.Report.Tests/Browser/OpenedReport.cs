using System.Globalization;
using Microsoft.Playwright;

namespace LleTransforms.Report.Tests.Browser;

/// <summary>A report, written to a file and opened from disk in the browser; all that goes wrong in it is kept.</summary>
internal sealed class OpenedReport : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lle-report").FullName;
    private readonly List<string> _faults = [];
    private readonly List<string> _requests = [];
    private readonly IBrowserContext _context;

    private OpenedReport(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _faults.Add($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, fault) => _faults.Add(fault);
        page.Request += (_, request) => _requests.Add(request.Url);
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>What the page asked for beside itself.</summary>
    public IReadOnlyList<string> Requests => _requests[1..];

    public static async Task<OpenedReport> OpenAsync(
        LleModel model, FeatureMatrix rows, EmbeddingReportOptions? options = null, ColorScheme scheme = ColorScheme.Light,
        string fragment = "")
    {
        IBrowser browser = await Chromium.GetAsync();
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = 1400, Height = 900 },
        });
        var report = new OpenedReport(context, await context.NewPageAsync());
        string path = Path.Combine(report._folder, "report.html");
        model.WriteReport(rows, path, options);
        await report.Page.GotoAsync(new Uri(path).AbsoluteUri + fragment);
        await report.Page.WaitForFunctionAsync("() => window.lleReport && lleReport.scatter.view");
        return report;
    }

    /// <summary>Moves the mouse onto a row's mark.</summary>
    public async Task HoverAsync(int row)
    {
        double[] place = await PlaceOfAsync(row);
        await Page.Mouse.MoveAsync((float)place[0], (float)place[1], new MouseMoveOptions { Steps = 3 });
    }

    /// <summary>Some rows whose marks have no other nearer than a few pixels, so that there is no doubt
    /// which one the mouse is on.</summary>
    public Task<int[]> RowsApartAsync(int count) => Page.EvaluateAsync<int[]>(
        """
        count => {
          const { x, y } = lleReport.scatter;
          const isApart = i => x.every((_, j) => j === i || Math.hypot(x[j] - x[i], y[j] - y[i]) > 4);
          return [...x.keys()].filter(isApart).slice(0, count).map(lleReport.rowAt);
        }
        """,
        count);

    /// <summary>Where a row's mark lies on the screen.</summary>
    public Task<double[]> PlaceOfAsync(int row) => Page.EvaluateAsync<double[]>(
        """
        row => {
          const { scatter, indexOfRow } = lleReport;
          const box = scatter.points.canvas.getBoundingClientRect();
          const index = indexOfRow(row);
          return [box.left + scatter.x[index], box.top + scatter.y[index]];
        }
        """,
        row);

    /// <summary>The rows of the table of neighbours, by weight, as the page shows them.</summary>
    public async Task<(int Row, double Weight)[]> NeighborsAsync()
    {
        string[][] cells = await Page.EvaluateAsync<string[][]>(
            "() => [...document.querySelectorAll('#details tbody tr')].map(row => [row.cells[0].textContent, row.cells[2].textContent])");
        return [.. cells.Select(cell => (
            int.Parse(cell[0], CultureInfo.InvariantCulture), double.Parse(cell[1].Replace('−', '-'), CultureInfo.InvariantCulture)))];
    }

    /// <summary>How many pixels of a canvas are not empty.</summary>
    public Task<int> PixelsOfAsync(string selector) => Page.EvaluateAsync<int>(
        """
        selector => {
          const canvas = document.querySelector(selector);
          const copy = document.createElement("canvas");
          [copy.width, copy.height] = [canvas.width, canvas.height];
          const context = copy.getContext("2d", { willReadFrequently: true });
          context.drawImage(canvas, 0, 0);
          const pixels = context.getImageData(0, 0, copy.width, copy.height).data;
          let count = 0;
          for (let i = 3; i < pixels.length; i += 4) if (pixels[i] > 0) count++;
          return count;
        }
        """,
        selector);

    public Task<string> BackgroundAsync() => Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
