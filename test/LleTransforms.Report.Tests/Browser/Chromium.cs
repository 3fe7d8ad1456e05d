using Microsoft.Playwright;

namespace LleTransforms.Report.Tests.Browser;

/// <summary>One headless Chromium for all tests: the machine's own, as none is downloaded. Where there
/// is none, tests are skipped and say so.</summary>
[TestClass]
public static class Chromium
{
    private const string PathVariable = "LLE_CHROMIUM";

    private static readonly string[] _places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private static readonly SemaphoreSlim _gate = new(1, 1);
    private static IPlaywright? _playwright;
    private static IBrowser? _browser;

    public static async Task<IBrowser> GetAsync()
    {
        string path = Environment.GetEnvironmentVariable(PathVariable) ?? Array.Find(_places, File.Exists) ?? string.Empty;
        if (!File.Exists(path))
        {
            Assert.Inconclusive(
                $"There is no Chromium on this machine to look at the report with. On Debian: apt-get install chromium; or " +
                $"name one in {PathVariable}.");
        }

        await _gate.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = path,
                Headless = true,

                // Chromium refuses its sandbox to root, which containers run as.
                Args = OperatingSystem.IsLinux() && Environment.UserName == "root" ? ["--no-sandbox"] : [],
            });
        }
        finally
        {
            _gate.Release();
        }
    }

    [AssemblyCleanup]
    public static async Task CloseAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
