namespace OfflineHost.Tests.Data;

[TestClass]
public sealed class CatalogTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_split_is_a_partition_of_about_the_asked_for_size()
    {
        var data = Numbers(10000);
        var split = _ml.Data.TrainTestSplit(data, testFraction: 0.2);
        var train = split.TrainSet.GetColumn<float>("X").ToArray();
        var test = split.TestSet.GetColumn<float>("X").ToArray();

        Assert.AreEqual(2000.0, test.Length, 150.0);
        CollectionAssert.AreEqual(Enumerable.Range(0, 10000).Select(i => (float)i).ToArray(), train.Concat(test).Order().ToArray());
        CollectionAssert.AreEqual(train.Order().ToArray(), train);
        Expect.Schema("X: Single", split.TrainSet.Schema);
        Assert.IsNull(split.TestSet.GetRowCount());
        Expect.Error<ArgumentOutOfRangeException>(
            "Must be between 0 and 1 exclusive (Parameter 'testFraction')", () => _ml.Data.TrainTestSplit(data, 1));
    }

    [TestMethod]
    public void A_split_depends_on_nothing_but_the_seed()
    {
        float[] Test(MLContext ml, int? seed) => ml.Data.TrainTestSplit(Numbers(1000), 0.3, seed: seed).TestSet.GetColumn<float>("X").ToArray();

        CollectionAssert.AreEqual(Test(_ml, 7), Test(new MLContext(seed: 3), 7));
        CollectionAssert.AreNotEqual(Test(_ml, 7), Test(_ml, 8));
        CollectionAssert.AreEqual(Test(new MLContext(seed: 3), null), Test(_ml, 3));
        CollectionAssert.AreEqual(Test(new MLContext(), null), Test(new MLContext(), null));
    }

    [TestMethod]
    public void Folds_hold_out_every_row_once()
    {
        var folds = _ml.Data.CrossValidationSplit(Numbers(10000), numberOfFolds: 4, seed: 7);
        float[] all = [.. Enumerable.Range(0, 10000).Select(i => (float)i)];
        float[][] held = [.. folds.Select(fold => fold.TestSet.GetColumn<float>("X").ToArray())];

        Assert.HasCount(4, folds);
        CollectionAssert.AreEqual(all, held.SelectMany(rows => rows).Order().ToArray());
        for (int fold = 0; fold < 4; fold++)
        {
            Assert.AreEqual(2500.0, held[fold].Length, 200.0);
            CollectionAssert.AreEqual(all.Except(held[fold]).ToArray(), folds[fold].TrainSet.GetColumn<float>("X").ToArray());
        }

        Expect.Error<ArgumentOutOfRangeException>(
            "Must be more than 1 (Parameter 'numberOfFolds')", () => _ml.Data.CrossValidationSplit(Numbers(10), numberOfFolds: 1));
    }

    [TestMethod]
    public void A_cache_reads_its_source_once_and_can_be_shuffled()
    {
        int reads = 0;
        var source = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 500).Select(i =>
        {
            reads++;
            return new Row { X = i };
        }));
        var cache = _ml.Data.Cache(source);
        float[] first = [.. cache.GetColumn<float>("X")], second = [.. cache.GetColumn<float>("X")];
        using var cursor = cache.GetRowCursor(cache.Schema, new Random(1));
        var getter = cursor.GetGetter<float>(cache.Schema["X"]);
        var shuffled = new List<float>();
        for (float value = 0; cursor.MoveNext(); shuffled.Add(value))
            getter(ref value);

        Assert.AreEqual(500, reads);
        CollectionAssert.AreEqual(first, second);
        Assert.IsTrue(cache.CanShuffle);
        Assert.AreEqual(500L, cache.GetRowCount());
        CollectionAssert.AreNotEqual(first, shuffled);
        CollectionAssert.AreEquivalent(first, shuffled);
        Expect.Error<ArgumentOutOfRangeException>(
            "Could not find prefetch column 'None' (Parameter 'columnsToPrefetch')", () => _ml.Data.Cache(source, "None"));
    }

    [TestMethod]
    public void A_cursor_set_over_a_cache_has_every_row_once()
    {
        var cache = _ml.Data.Cache(Numbers(1000));
        var rows = new List<float>();
        foreach (var cursor in cache.GetRowCursorSet(cache.Schema, 3))
        {
            using (cursor)
            {
                var getter = cursor.GetGetter<float>(cache.Schema["X"]);
                for (float value = 0; cursor.MoveNext(); rows.Add(value))
                    getter(ref value);
            }
        }

        CollectionAssert.AreEqual(Enumerable.Range(0, 1000).Select(i => (float)i).ToArray(), rows.Order().ToArray());
    }

    private IDataView Numbers(int count) => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Row { X = i }).ToArray());

    private sealed class Row
    {
        public float X { get; set; }
    }
}
