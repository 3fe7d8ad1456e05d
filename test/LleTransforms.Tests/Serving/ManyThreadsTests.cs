using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Serving;

/// <summary>One model, served by many threads at once.</summary>
[TestClass]
public sealed class ManyThreadsTests
{
    private const int Threads = 64;
    private const int PredictionsPerThread = 10_000;

    private static readonly MLContext _context = new(seed: 3);
    private static readonly Lazy<LocallyLinearEmbeddingTransformer> _transformer = new(
        () => _context.Transforms.LocallyLinearEmbedding("Lle", "Features", 2, 8).Fit(Samples.View(_context, Samples.Sheet(60))));

    [TestMethod]
    public void They_all_get_what_a_single_thread_gets()
    {
        var samples = Samples.Sheet(50, offset: 0.27f);
        float[][] expected = [.. samples.Select(sample => Place(sample.Features))];
        int different = 0;
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            using var engine = _context.Model.CreatePredictionEngine<Sample, Placed>(_transformer.Value);
            var placed = new Placed();
            for (int prediction = 0; prediction < PredictionsPerThread; prediction++)
            {
                int row = (prediction + number) % samples.Count;
                engine.Predict(samples[row], ref placed);
                if (!placed.Lle.AsSpan().SequenceEqual(expected[row]))
                {
                    Interlocked.Increment(ref different);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.AreEqual(0, different, $"of {Threads * PredictionsPerThread} predictions");
    }

    [TestMethod]
    public void A_hundred_prediction_engines_share_one_model()
    {
        const int Engines = 100;
        var samples = Samples.Sheet(50, offset: 0.31f);
        float[][] expected = [.. samples.Select(sample => Place(sample.Features))];
        var engines = Enumerable.Range(0, Engines).Select(_ => _context.Model.CreatePredictionEngine<Sample, Placed>(_transformer.Value))
            .ToArray();

        // All stay alive and take turns; a row of one must not show up in another.
        foreach (int row in Enumerable.Range(0, samples.Count))
        {
            Placed[] placed = [.. engines.Select((engine, number) => engine.Predict(samples[(row + number) % samples.Count]))];
            for (int number = 0; number < Engines; number++)
            {
                CollectionAssert.AreEqual(expected[(row + number) % samples.Count], placed[number].Lle, $"engine {number}, row {row}");
            }
        }

        Array.ForEach(engines, engine => engine.Dispose());
    }

    [TestMethod]
    public void Rows_after_the_first_are_placed_without_allocating()
    {
        var data = Samples.View(_context, Samples.Sheet(2_000, offset: 0.27f));
        var view = _transformer.Value.Transform(_context.Data.Cache(data, "Features"));

        // Twice, because the first pass fills the cache and warms the code.
        _ = AllocatedPerPass(view);
        Assert.IsInRange(0, 2_000, AllocatedPerPass(view), "bytes for 1,900 rows");
    }

    [TestMethod]
    public void Prediction_engines_do_not_allocate_more_with_each_prediction()
    {
        var samples = Samples.Sheet(50, offset: 0.27f);
        var placed = new Placed();
        var copied = new Copied();
        using var engine = _context.Model.CreatePredictionEngine<Sample, Placed>(_transformer.Value);
        using var without = _context.Model.CreatePredictionEngine<Sample, Copied>(
            _context.Transforms.CopyColumns("Copy", "Features").Fit(Samples.View(_context, samples)));
        var row = new int[1];
        void Predict() => engine.Predict(samples[row[0]++ % samples.Count], ref placed);
        void Copy() => without.Predict(samples[row[0]++ % samples.Count], ref copied);

        // What code allocates changes while the compiler improves it, which it does some time after the first calls. What the host itself
        // takes is told by a step of its own.
        for (int round = 0; round < 30; round++)
        {
            Allocated(Predict, 1_000);
            Allocated(Copy, 1_000);
            Thread.Sleep(20);
        }

        long early = Allocated(Predict, 5_000);
        long late = Allocated(Predict, 5_000);
        long host = Allocated(Copy, 5_000);
        Assert.IsInRange(0, early + 1_000, late, "bytes for 5,000 predictions");
        Assert.IsInRange(0, host + 1_000, late, "bytes for 5,000 predictions, beside those of a column that is copied");
    }

    private static long Allocated(Action predict, int times)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int time = 0; time < times; time++)
        {
            predict();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long AllocatedPerPass(IDataView view)
    {
        using var cursor = view.GetRowCursor([view.Schema["Lle"]]);
        var getter = cursor.GetGetter<VBuffer<float>>(view.Schema["Lle"]);
        VBuffer<float> placed = default;
        for (int row = 0; row < 100 && cursor.MoveNext(); row++)
        {
            getter(ref placed);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        while (cursor.MoveNext())
        {
            getter(ref placed);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static float[] Place(float[] features)
    {
        float[] coordinates = new float[2];
        _transformer.Value.Model.Transform(features, coordinates);
        return coordinates;
    }

    private sealed class Copied
    {
        public float[] Copy { get; set; } = [];
    }

    private sealed class Placed
    {
        public float[] Lle { get; set; } = [];
    }
}
