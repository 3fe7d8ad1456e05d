using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace LleTransforms.Tests;

/// <summary>Rows that have no place: what becomes of them, and who hears of it.</summary>
[TestClass]
public sealed class UnplacedRowTests
{
    private const int Rows = 60;

    private sealed class Placed
    {
        public float[] Lle { get; set; } = [];

        public float Error { get; set; }
    }

    [TestMethod]
    [DataRow(LleUnplacedRows.NaN, float.NaN)]
    [DataRow(LleUnplacedRows.Mean, 0f)]
    public void Rows_of_zeros_under_Cosine_and_of_NaN_get_what_was_chosen_and_are_counted(LleUnplacedRows choice, float expected)
    {
        var (context, logged) = Listened();
        var samples = Hostile();

        ITransformer model = Reloaded(context, Fit(context, choice));
        Placed[] placed = [.. context.Data.CreateEnumerable<Placed>(
            model.Transform(Samples.View(context, samples)), reuseRowObject: false, ignoreMissingColumns: true)];

        for (int row = 0; row < Rows; row++)
        {
            bool isHostile = row is 3 or 7;
            Assert.IsTrue(placed[row].Lle.All(value => isHostile ? value.Equals(expected) : float.IsFinite(value)), $"row {row}");
            Assert.AreEqual(isHostile, float.IsNaN(placed[row].Error), $"row {row}");
        }

        string[] counts = [.. logged.Where(message => message.Contains("have no place"))];
        Assert.HasCount(1, counts);
        StringAssert.StartsWith(counts[0], "Placement: 2 rows of column 'Features' have no place");
    }

    [TestMethod]
    public void A_row_without_a_place_can_be_an_error_that_names_it()
    {
        var context = new MLContext(seed: 1);
        IDataView placed = Fit(context, LleUnplacedRows.Throw).Transform(Samples.View(context, Hostile()));
        Exception error = Assert.Throws<Exception>(() => placed.GetColumn<float[]>("Lle").ToArray());
        StringAssert.Contains(error.GetBaseException().Message, "Row 3 (counted from 0) of column 'Features' has no place");
    }

    [TestMethod]
    public void Where_all_rows_have_a_place_nothing_is_said()
    {
        var (context, logged) = Listened();
        _ = Fit(context, LleUnplacedRows.NaN).Transform(Samples.View(context, Samples.Sheet(Rows))).GetColumn<float[]>("Lle").ToArray();
        Assert.IsEmpty(logged.Where(message => message.Contains("have no place")));
    }

    [TestMethod]
    public void An_unknown_choice_is_refused()
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new MLContext().Transforms.LocallyLinearEmbedding(
                new LocallyLinearEmbeddingOptions { UnplacedRows = (LleUnplacedRows)7 }));
        StringAssert.Contains(error.Message, "UnplacedRows is 7, but must be one of NaN, Mean, Throw.");
    }

    [TestMethod]
    [DataRow("Weight", "Name2", "the same names stand in another order")]
    [DataRow("Weight", "Other", "of those fitted 'Name2' are missing, and 'Other' are new")]
    [DataRow("Name2", "Weight", null)]
    public void Slots_of_other_names_than_at_Fit_are_warned_of(string first, string second, string? expected)
    {
        var (context, logged) = Listened();
        var samples = Samples.Sheet(Rows).Select((sample, row) => new Named { Name2 = sample.Features[0], Weight = sample.Features[1] });
        IDataView data = context.Data.LoadFromEnumerable(samples.Select(sample =>
            new Named { Name2 = sample.Name2, Weight = sample.Weight, Other = sample.Weight }));
        var model = context.Transforms.Concatenate("Features", "Name2", "Weight").Append(context.Transforms.LocallyLinearEmbedding(
            "Lle", "Features", 1, 6)).Fit(data).LastTransformer;

        CollectionAssert.AreEqual(new[] { "Name2", "Weight" }, model.Model.FeatureNames!.ToArray());
        _ = model.Transform(context.Transforms.Concatenate("Features", first, second).Fit(data).Transform(data));

        string[] warnings = [.. logged.Where(message => message.Contains("The model goes by position"))];
        Assert.HasCount(expected is null ? 0 : 1, warnings);
        if (expected is not null)
        {
            StringAssert.Contains(warnings[0], $"slot 0 of column 'Features' is named '{first}', but was 'Name2'");
            StringAssert.Contains(warnings[0], expected);
        }
    }

    [TestMethod]
    public void The_pipeline_of_the_README_keeps_a_column_with_an_offset()
    {
        var context = new MLContext(seed: 1);
        Sample[] samples = [.. Samples.Sheet(200)];
        float[] column = [.. samples.Select(sample => sample.Features[1])];
        foreach (Sample sample in samples)
        {
            Samples.Set(sample, 1, 1000 + (21 * sample.Features[1]));
        }

        IDataView data = Samples.View(context, samples);
        Assert.IsGreaterThan(0.8, Explained(fixZero: false));
        Assert.IsInRange(0, 0.5, Explained(fixZero: true));

        // How much of the column two straight coordinates explain: the larger squared correlation.
        double Explained(bool fixZero)
        {
            var model = context.Transforms.NormalizeMinMax("Features", fixZero: fixZero)
                .Append(context.Transforms.LocallyLinearEmbedding("Lle", "Features", 2, 12)).Fit(data);
            float[][] placed = [.. model.Transform(data).GetColumn<float[]>("Lle")];
            return Enumerable.Range(0, 2).Sum(slot => SquaredCorrelation([.. placed.Select(row => row[slot])], column));
        }
    }

    private static double SquaredCorrelation(float[] one, float[] other)
    {
        double mean = one.Average(), otherMean = other.Average();
        double product = one.Zip(other, (a, b) => (a - mean) * (b - otherMean)).Sum();
        return product * product / one.Sum(a => (a - mean) * (a - mean)) / other.Sum(b => (b - otherMean) * (b - otherMean));
    }

    private static LocallyLinearEmbeddingTransformer Fit(MLContext context, LleUnplacedRows choice) =>
        context.Transforms.LocallyLinearEmbedding(new LocallyLinearEmbeddingOptions
        {
            NumberOfComponents = 2,
            NumberOfNeighbors = 8,
            Metric = LleMetric.Cosine,
            UnplacedRows = choice,
            ReconstructionErrorColumnName = "Error",
        }).Fit(Samples.View(context, Samples.Sheet(Rows)));

    private static ITransformer Reloaded(MLContext context, ITransformer model)
    {
        using var stream = new MemoryStream();
        context.Model.Save(model, Samples.View(context, Samples.Sheet(1)).Schema, stream);
        return context.Model.Load(new MemoryStream(stream.ToArray()), out _);
    }

    private static List<Sample> Hostile()
    {
        List<Sample> samples = [.. Samples.Sheet(Rows, offset: 0.3f)];
        for (int slot = 0; slot < Sample.Width; slot++)
        {
            Samples.Set(samples[3], slot, 0);
        }

        Samples.Set(samples[7], 2, float.NaN);
        return samples;
    }

    private static (MLContext Context, List<string> Logged) Listened()
    {
        var logged = new List<string>();
        var context = new MLContext(seed: 1);
        context.Log += (_, entry) =>
        {
            if (entry.Kind == ChannelMessageKind.Warning)
            {
                logged.Add(entry.RawMessage);
            }
        };
        return (context, logged);
    }

    private sealed class Named
    {
        public float Name2 { get; set; }

        public float Weight { get; set; }

        public float Other { get; set; }
    }
}
