using System.IO.Compression;

namespace OfflineHost.Tests.Model;

[TestClass]
[DoNotParallelize]
public sealed class ModelZipTests
{
    private readonly MLContext _ml = new(seed: 1);

    private IDataView Data => _ml.Data.LoadFromEnumerable([new Row { X = [1, 2] }, new Row { X = [3, 8] }]);

    [TestCleanup]
    public void RestoreVersion() => CountingTransformer.VersionToLoad = CountingTransformer.Version(3, 2, 1);

    [TestMethod]
    public void A_third_partys_transformer_loads_without_registration()
    {
        using var zip = Saved(new CountingTransformer { Text = "über", Number = 42, Extra = 0.5 });
        var loaded = (CountingTransformer)new MLContext().Model.Load(zip, out var schema);

        Assert.AreEqual(("über", "über", null, 42, 0.5, true), (loaded.Text, loaded.Same, loaded.Nothing, loaded.Number, loaded.Extra, loaded.HasHost));
        Assert.IsNull(schema);
    }

    [TestMethod]
    public void Parts_of_a_chain_are_entries_of_the_zip()
    {
        using var zip = Saved(new TransformerChain<ITransformer>(new CountingTransformer { Text = "a" }, new CountingTransformer { Text = "b" }));
        using var archive = new ZipArchive(zip);

        CollectionAssert.AreEquivalent(
            new[]
            {
                "TrainingInfo/Version.txt", "TransformerChain/Model.key", "TransformerChain/Transform_000/Extra", "TransformerChain/Transform_000/Model.key",
                "TransformerChain/Transform_001/Extra", "TransformerChain/Transform_001/Model.key",
            },
            archive.Entries.Select(entry => entry.FullName).ToArray());
    }

    [TestMethod]
    public void The_bytes_of_a_part_are_the_same_on_both_hosts()
    {
        using var zip = Saved(new CountingTransformer { Text = "text", Number = 7 });
        using var archive = new ZipArchive(zip);
        using var part = archive.GetEntry("TransformerChain/Model.key").Open();
        var bytes = new MemoryStream();
        part.CopyTo(bytes);

        Assert.AreEqual("9B0F8DD8962063BE92F6D4E339DF6559A6D5C2D6B8C458559FB51A3058648E33", Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes.ToArray())));
    }

    [TestMethod]
    public void A_pipeline_comes_back_with_its_input_schema()
    {
        var pipeline = _ml.Transforms.NormalizeMinMax("X").Append(_ml.Transforms.CopyColumns("Y", "X")).Append(_ml.Transforms.Concatenate("Z", "X", "Y"));
        var model = pipeline.Fit(Data);
        using var zip = Saved(model, Data.Schema);
        var loaded = new MLContext().Model.Load(zip, out var schema);

        Expect.Schema("X: Vector<Single, 2>", schema);
        CollectionAssert.AreEqual(
            model.Transform(Data).GetColumn<float[]>("Z").SelectMany(row => row).ToArray(),
            loaded.Transform(Data).GetColumn<float[]>("Z").SelectMany(row => row).ToArray());
        Expect.Schema(string.Join("; ", model.GetOutputSchema(Data.Schema).Select(c => $"{c}{(c.IsHidden ? " hidden" : "")}")), loaded.GetOutputSchema(Data.Schema));
    }

    [TestMethod]
    public void Versions_that_do_not_fit_are_refused()
    {
        using var zip = Saved(new CountingTransformer { Text = "a" });
        CountingTransformer.VersionToLoad = CountingTransformer.Version(1, 1, 1);
        var tooNew = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Model.Load(zip, out _));
        CountingTransformer.VersionToLoad = CountingTransformer.Version(9, 9, 9);
        var tooOld = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Model.Load(zip, out _));

        Assert.AreEqual("Error during class instantiation", tooNew.Message);
        Assert.IsInstanceOfType<FormatException>(tooNew.GetBaseException());
        Assert.Contains("because the model is too new", tooNew.GetBaseException().Message);
        Assert.Contains("because the model is too old", tooOld.GetBaseException().Message);
    }

    [TestMethod]
    public void A_loader_that_leaves_bytes_unread_is_refused()
    {
        using var zip = Saved(new CountingTransformer { Text = "a", AfterSaving = ctx => ctx.Writer.Write(1) });

        Assert.ThrowsExactly<FormatException>(() => _ml.Model.Load(zip, out _));
    }

    [TestMethod]
    public void What_is_no_model_is_refused()
    {
        using var empty = new MemoryStream();
        using (new ZipArchive(empty, ZipArchiveMode.Create, leaveOpen: true))
        {
        }

        Expect.Error<FormatException>("Failed to open a zip archive", () => _ml.Model.Load(new MemoryStream([1, 2, 3]), out _));
        Expect.Error<InvalidOperationException>("Could not load legacy format model", () => _ml.Model.Load(empty, out _));
        Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Model.Load("none.zip", out _));
    }

    [TestMethod]
    public void Damaged_bytes_are_refused()
    {
        using var zip = Saved(new CountingTransformer { Text = "a" });
        Expect.Error<FormatException>("Wrong file type", () => _ml.Model.Load(Damaged(zip, bytes => bytes[0] ^= 1), out _));
        Expect.Error<FormatException>("File is too new", () => _ml.Model.Load(Damaged(zip, bytes => (bytes[8], bytes[12]) = (99, 99)), out _));
        Expect.Error<FormatException>("Couldn't load model: 'TransformerChain'", () => _ml.Model.Load(Damaged(zip, bytes => bytes[0x50] ^= 1), out _));
    }

    [TestMethod]
    public void A_damaged_count_asks_for_no_memory()
    {
        if (!Surface.StandIn.IsHost)
            Assert.Inconclusive("ML.NET itself believes the count.");

        // The number of transformers is the chain's first own value, behind its header of 256 bytes.
        using var zip = Damaged(Saved(new CountingTransformer { Text = "a" }), bytes => BitConverter.TryWriteBytes(bytes.AsSpan(256), 500_000_000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<Exception>(() => _ml.Model.Load(zip, out _));
        Assert.IsInstanceOfType<FormatException>(refusal.GetBaseException());
        Assert.IsInRange(0, 1_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static MemoryStream Damaged(MemoryStream zip, Action<byte[]> damage)
    {
        var copy = new MemoryStream();
        copy.Write(zip.ToArray());
        using (var archive = new ZipArchive(copy, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = archive.GetEntry("TransformerChain/Model.key");
            var bytes = new MemoryStream();
            using (var stream = entry.Open())
                stream.CopyTo(bytes);
            entry.Delete();
            var content = bytes.ToArray();
            damage(content);
            using var target = archive.CreateEntry("TransformerChain/Model.key").Open();
            target.Write(content);
        }

        copy.Position = 0;
        return copy;
    }

    private MemoryStream Saved(ITransformer model, DataViewSchema schema = null)
    {
        var zip = new MemoryStream();
        _ml.Model.Save(model, schema, zip);
        zip.Position = 0;
        return zip;
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] X { get; set; }
    }
}
