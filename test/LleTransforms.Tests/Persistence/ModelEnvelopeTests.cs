using System.IO.Compression;
using System.Text;
using LleTransforms.TestFramework;
using LleTransforms.Tests.Data;
using Microsoft.ML;

namespace LleTransforms.Tests.Persistence;

[TestClass]
public sealed class ModelEnvelopeTests
{
    [TestMethod]
    public void The_header_names_our_assembly_without_a_version_and_our_loader()
    {
        string header = Encoding.Latin1.GetString(Entry(Save(), out _));
        Assert.Contains("LocallyLinearEmbedding", header);
        string name = typeof(LocallyLinearEmbeddingTransformer).Assembly.GetName().Name!;
        string unicode = Encoding.Unicode.GetString(Entry(Save(), out _));
        Assert.IsTrue(header.Contains(name, StringComparison.Ordinal) || unicode.Contains(name, StringComparison.Ordinal));
        Assert.DoesNotContain("PublicKeyToken", header);
    }

    [TestMethod]
    public void The_model_in_the_zip_is_the_models_own_binary()
    {
        var (context, data, transformer) = Fit();
        using var own = new MemoryStream();
        transformer.Model.Save(own);
        byte[] entry = Entry(SavedModel.Save(transformer, data.Schema), out _);

        Assert.IsGreaterThanOrEqualTo(0, entry.AsSpan().IndexOf(own.ToArray()), "The entry does not contain what LleModel.Save writes.");
        GC.KeepAlive(context);
    }

    [TestMethod]
    public void A_cut_model_is_refused()
    {
        byte[] zip = Save();
        byte[] entry = Entry(zip, out string name);
        foreach (int length in new[] { entry.Length / 4, entry.Length / 2, entry.Length - 1 })
        {
            byte[] cut = Replace(zip, name, entry[..length]);
            var error = Assert.Throws<Exception>(() => SavedModel.Load(cut, out _), $"cut to {length} of {entry.Length} bytes");
            Assert.IsTrue(
                error.GetBaseException() is FormatException or InvalidDataException or EndOfStreamException or InvalidOperationException,
                $"cut to {length}: {error.GetBaseException()}");
        }
    }

    private static (MLContext Context, IDataView Data, LocallyLinearEmbeddingTransformer Transformer) Fit()
    {
        var context = new MLContext();
        var data = Samples.View(context, Samples.Sheet(40));
        return (context, data, context.Transforms.LocallyLinearEmbedding("Lle", "Features", 2, 6).Fit(data));
    }

    private static byte[] Save()
    {
        var (_, data, transformer) = Fit();
        return SavedModel.Save(transformer, data.Schema);
    }

    // The transformer's entry is the one that carries our model signature, stored as the characters of the number.
    private static byte[] Entry(byte[] zip, out string name)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            if (Encoding.Latin1.GetString(copy.ToArray()).Contains("LocallyLinearEmbedding", StringComparison.Ordinal))
            {
                name = entry.FullName;
                return copy.ToArray();
            }
        }

        throw new AssertFailedException("No entry of the zip is ours.");
    }

    private static byte[] Replace(byte[] zip, string name, byte[] content)
    {
        using var stream = new MemoryStream();
        stream.Write(zip);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry(name)!.Delete();
            using var entry = archive.CreateEntry(name).Open();
            entry.Write(content);
        }

        return stream.ToArray();
    }
}
