using LleTransforms.Report.Tests.Data;
using Microsoft.Playwright;

namespace LleTransforms.Report.Tests.Browser;

/// <summary>The page as a reader has it: in a real browser, from disk.</summary>
[TestClass]
public sealed class ReportInBrowserTests
{
    [TestMethod]
    public async Task The_page_draws_everything_without_a_fault_and_without_the_network()
    {
        (FeatureMatrix rows, double[] angles) = Roll.Make(400);
        await using OpenedReport report =
            await OpenedReport.OpenAsync(Roll.Fit(rows), rows, new EmbeddingReportOptions { Labels = Roll.Quarters(angles) });

        Assert.IsGreaterThan(400 * 20, await report.PixelsOfAsync("#points"));
        foreach (string chart in new[] { "#scatter-axes", "#spectrum", "#agreement", "#trustworthiness" })
        {
            Assert.IsGreaterThan(500, await report.PixelsOfAsync($"{chart} canvas"), chart);
        }

        Assert.AreEqual(4, await report.Page.Locator("#legend button").CountAsync());
        Assert.AreEqual(5, await report.Page.Locator("#figures tbody tr").CountAsync());
        Assert.AreEqual(string.Empty, string.Join("; ", report.Faults));
        Assert.AreEqual(string.Empty, string.Join("; ", report.Requests));
    }

    [TestMethod]
    public async Task Pointing_at_a_mark_shows_its_row_and_links_it_to_its_neighbours()
    {
        (FeatureMatrix rows, double[] angles) = Roll.Make(300);
        LleModel model = Roll.Fit(rows);
        FitDiagnostics diagnostics = FitDiagnostics.Compute(rows, model);
        await using OpenedReport report = await OpenedReport.OpenAsync(
            model, rows, new EmbeddingReportOptions { Labels = Roll.Quarters(angles), ColumnNames = ["east", "up", "north"] });

        int[] apart = await report.RowsApartAsync(4);
        Assert.HasCount(4, apart);
        foreach (int row in apart)
        {
            await report.HoverAsync(row);

            Assert.AreEqual($"Row {row} · Label {Roll.Quarters(angles)[row]}", await report.Page.Locator("#tip").TextContentAsync());
            string details = await report.Page.Locator("#details").InnerTextAsync();
            StringAssert.Contains(details, "east");
            StringAssert.Contains(details, Roll.Quarters(angles)[row]);
            AssertNeighbors(diagnostics, row, await report.NeighborsAsync());
            Assert.IsGreaterThan(100, await report.PixelsOfAsync("#links"));
        }

        await report.Page.Mouse.MoveAsync(5, 5);
        Assert.AreEqual(0, await report.PixelsOfAsync("#links"));
        Assert.AreEqual(string.Empty, string.Join("; ", report.Faults));
    }

    [TestMethod]
    public async Task Sixty_thousand_rows_are_drawn_and_found()
    {
        const int Count = 60_000;
        (FeatureMatrix rows, double[] angles) = Roll.Make(Count);
        LleModel model = Roll.Fit(rows);
        await using OpenedReport report = await OpenedReport.OpenAsync(
            model, rows, new EmbeddingReportOptions { Labels = Roll.Quarters(angles), QualitySampleSize = 20 });

        FitDiagnostics diagnostics = FitDiagnostics.Compute(rows, model, numberOfEigenvalues: 0);
        Assert.IsGreaterThan(20_000, await report.PixelsOfAsync("#points"));
        foreach (int row in new[] { 31_415, 59_999 })
        {
            // So near together are the marks that only a closer look tells them apart.
            await report.Page.EvaluateAsync("row => { const s = lleReport.scatter; s.choose(-1); s.move(1e9, 0, 0); }", row);
            await ZoomOntoAsync(report, row);
            await report.HoverAsync(row);
            double[] here = await report.PlaceOfAsync(row);
            int shown = int.Parse((await report.Page.Locator("#tip b").First.TextContentAsync())!);
            double[] found = await report.PlaceOfAsync(shown);

            Assert.IsInRange(0, 2, Math.Abs(found[0] - here[0]) + Math.Abs(found[1] - here[1]));
            AssertNeighbors(diagnostics, shown, await report.NeighborsAsync());
        }

        Assert.AreEqual(string.Empty, string.Join("; ", report.Faults));
    }

    [TestMethod]
    public async Task Wheel_drag_and_keys_move_what_is_seen()
    {
        (FeatureMatrix rows, _) = Roll.Make(300);
        await using OpenedReport report = await OpenedReport.OpenAsync(Roll.Fit(rows), rows);
        double[] start = await report.PlaceOfAsync(50);

        await report.Page.Mouse.MoveAsync((float)start[0] + 40, (float)start[1]);
        await report.Page.Mouse.WheelAsync(0, -400);
        await MovedFromAsync(report, start);
        double[] zoomed = await report.PlaceOfAsync(50);
        Assert.IsGreaterThan(Math.Abs(start[0] + 40 - start[0]), Math.Abs(start[0] + 40 - zoomed[0]));

        await report.Page.Mouse.DownAsync();
        await report.Page.Mouse.MoveAsync((float)start[0] + 70, (float)start[1], new MouseMoveOptions { Steps = 5 });
        await report.Page.Mouse.UpAsync();
        await MovedFromAsync(report, zoomed);
        double[] dragged = await report.PlaceOfAsync(50);
        Assert.AreEqual(30, dragged[0] - zoomed[0], 6);

        await report.Page.Locator("#scatter").FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await MovedFromAsync(report, dragged);
        double[] moved = await report.PlaceOfAsync(50);
        Assert.IsGreaterThan(0, dragged[0] - moved[0]);
        await report.Page.Keyboard.PressAsync("0");
        await MovedFromAsync(report, moved);
        double[] whole = await report.PlaceOfAsync(50);
        Assert.AreEqual(start[0], whole[0], 1);
        Assert.AreEqual(string.Empty, string.Join("; ", report.Faults));
    }

    [TestMethod]
    public async Task Rows_are_chosen_by_keyboard_and_told_to_screen_readers()
    {
        (FeatureMatrix rows, _) = Roll.Make(200);
        LleModel model = Roll.Fit(rows);
        FitDiagnostics diagnostics = FitDiagnostics.Compute(rows, model, numberOfEigenvalues: 0);
        await using OpenedReport report = await OpenedReport.OpenAsync(model, rows);

        await report.Page.Locator("#row-number").FocusAsync();
        await report.Page.Keyboard.TypeAsync("42");
        AssertNeighbors(diagnostics, 42, await report.NeighborsAsync());
        StringAssert.StartsWith(await report.Page.Locator("#announcement").TextContentAsync(), "Row 42. Neighbours: ");

        await report.Page.Locator("#row-next").PressAsync("Enter");
        AssertNeighbors(diagnostics, 43, await report.NeighborsAsync());
        int nearest = (await report.NeighborsAsync())[0].Row;
        await report.Page.Locator("#details tbody button").First.PressAsync("Enter");
        AssertNeighbors(diagnostics, nearest, await report.NeighborsAsync());
        await report.Page.Locator("#scatter").PressAsync("Escape");
        Assert.IsEmpty(await report.NeighborsAsync());
        Assert.AreEqual(0, await report.PixelsOfAsync("#links"));
    }

    [TestMethod]
    public async Task A_legend_entry_switches_its_class_off()
    {
        (FeatureMatrix rows, double[] angles) = Roll.Make(300);
        await using OpenedReport report =
            await OpenedReport.OpenAsync(Roll.Fit(rows), rows, new EmbeddingReportOptions { Labels = Roll.Quarters(angles) });
        int all = await report.PixelsOfAsync("#points");
        int row = Array.IndexOf(Roll.Quarters(angles), "quarter 1");

        await report.Page.Locator("#legend button").First.ClickAsync();
        await report.Page.Mouse.MoveAsync(5, 5);

        Assert.IsInRange(0, 0.9 * all, await report.PixelsOfAsync("#points"));
        await report.HoverAsync(row);
        Assert.DoesNotContain("quarter 1", await report.Page.Locator("#tip").TextContentAsync() ?? string.Empty);
        Assert.AreEqual("false", await report.Page.Locator("#legend button").First.GetAttributeAsync("aria-pressed"));
    }

    [TestMethod]
    public async Task Dark_follows_the_system_and_the_choice()
    {
        (FeatureMatrix rows, _) = Roll.Make(120);
        await using OpenedReport report = await OpenedReport.OpenAsync(Roll.Fit(rows), rows, scheme: ColorScheme.Dark);

        Assert.IsInRange(0, 120, Brightness(await report.BackgroundAsync()));
        await report.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Light" }).ClickAsync();
        Assert.IsGreaterThan(600, Brightness(await report.BackgroundAsync()));
        await report.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Auto" }).ClickAsync();
        Assert.IsInRange(0, 120, Brightness(await report.BackgroundAsync()));
        await report.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        Assert.IsGreaterThan(600, Brightness(await report.BackgroundAsync()));
        Assert.AreEqual(string.Empty, string.Join("; ", report.Faults));

        static int Brightness(string color) =>
            System.Text.RegularExpressions.Regex.Matches(color, "[0-9]+").Sum(part => int.Parse(part.Value));
    }

    [TestMethod]
    public async Task More_than_two_coordinates_give_a_choice_of_axes()
    {
        (FeatureMatrix rows, _) = Roll.Make(200);
        LleModel model = Roll.Fit(rows, components: 4);
        await using OpenedReport report = await OpenedReport.OpenAsync(model, rows);

        await report.Page.Locator("#axis-x").SelectOptionAsync("3");
        await report.Page.Locator("#axis-y").SelectOptionAsync("2");

        // Screen places follow the chosen coordinates by one affine map each.
        double[][] places = [await report.PlaceOfAsync(10), await report.PlaceOfAsync(20), await report.PlaceOfAsync(30)];
        foreach ((int axis, int component) in new[] { (0, 3), (1, 2) })
        {
            double Coordinate(int row) => model.Coordinates(row)[component];
            double slope = (places[1][axis] - places[0][axis]) / (Coordinate(20) - Coordinate(10));
            Assert.AreEqual(places[0][axis] + (slope * (Coordinate(30) - Coordinate(10))), places[2][axis], 0.05);
        }

        Assert.AreEqual(string.Empty, string.Join("; ", report.Faults));
    }

    [TestMethod]
    public async Task An_address_may_name_a_row_and_a_theme()
    {
        (FeatureMatrix rows, _) = Roll.Make(120);
        LleModel model = Roll.Fit(rows);
        await using OpenedReport report = await OpenedReport.OpenAsync(model, rows, fragment: "#row=77&theme=dark");

        AssertNeighbors(FitDiagnostics.Compute(rows, model, numberOfEigenvalues: 0), 77, await report.NeighborsAsync());
        Assert.AreEqual("dark", await report.Page.EvaluateAsync<string>("() => document.documentElement.dataset.theme"));
        Assert.AreEqual(string.Empty, string.Join("; ", report.Faults));
    }

    [TestMethod]
    public async Task Hostile_text_is_shown_and_not_obeyed()
    {
        const string Hostile = "</script><script>window.taken=1</script><img src=x onerror='window.taken=1'>";
        (FeatureMatrix rows, _) = Roll.Make(80);
        var options = new EmbeddingReportOptions
        {
            Title = Hostile, Labels = [.. Enumerable.Range(0, 80).Select(row => $"{Hostile}{row % 2}")], LabelName = Hostile,
                ColumnNames = [Hostile, Hostile, Hostile],
        };
        await using OpenedReport report = await OpenedReport.OpenAsync(Roll.Fit(rows), rows, options);

        await report.HoverAsync(5);

        Assert.AreEqual(Hostile, await report.Page.Locator("h1").TextContentAsync());
        StringAssert.Contains(await report.Page.Locator("#tip").TextContentAsync(), Hostile + "1");
        Assert.IsFalse(await report.Page.EvaluateAsync<bool>("() => 'taken' in window"));
        Assert.AreEqual(0, await report.Page.Locator("img").CountAsync());
        Assert.AreEqual(string.Empty, string.Join("; ", report.Faults));
        Assert.AreEqual(string.Empty, string.Join("; ", report.Requests));
    }

    private static async Task ZoomOntoAsync(OpenedReport report, int row)
    {
        for (int i = 0; i < 3; i++)
        {
            double[] before = await report.PlaceOfAsync(row);
            await report.Page.Mouse.MoveAsync((float)before[0], (float)before[1]);
            await report.Page.Mouse.WheelAsync(0, -1200);
            await report.Page.WaitForTimeoutAsync(150);
        }
    }

    private static async Task MovedFromAsync(OpenedReport report, double[] place) => await report.Page.WaitForFunctionAsync(
        """
        before => {
          const { scatter } = lleReport;
          const box = scatter.points.canvas.getBoundingClientRect();
          return Math.abs(box.left + scatter.x[50] - before[0]) + Math.abs(box.top + scatter.y[50] - before[1]) > 0.5;
        }
        """,
        place,
        new PageWaitForFunctionOptions { Timeout = 5000 });

    private static void AssertNeighbors(FitDiagnostics diagnostics, int row, (int Row, double Weight)[] shown)
    {
        Assert.HasCount(diagnostics.NumberOfNeighbors, shown);
        int[] neighbors = diagnostics.Neighbors(row).ToArray();
        double[] weights = diagnostics.Weights(row).ToArray();
        CollectionAssert.AreEquivalent(neighbors, Array.ConvertAll(shown, neighbor => neighbor.Row));
        foreach ((int neighbor, double weight) in shown)
        {
            Assert.AreEqual(weights[Array.IndexOf(neighbors, neighbor)], weight, 6e-4);
        }
    }
}
