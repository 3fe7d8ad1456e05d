using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Persistence;

/// <summary>A model that holds its graph: what stands where, and what is refused.</summary>
[TestClass]
public sealed class GraphModelFormatTests
{
    private const int N = 20, K = 6;

    private static readonly LleModel _model = Fit(keepsGraph: true);
    private static readonly byte[] _bytes = ModelBytes.Save(_model);

    private static int Neighbors => _bytes.Length - 8 - (12 * N * K);

    private static int Distances => _bytes.Length - 8 - (8 * N * K);

    [TestMethod]
    public void The_graph_stands_in_front_of_the_sum_in_a_file_of_version_5()
    {
        byte[] plain = ModelBytes.Save(Fit(keepsGraph: false));

        Assert.AreEqual(5, _bytes.Int32(8));
        Assert.AreEqual(5, _bytes.Int32(12));
        Assert.AreEqual(0, _bytes.Int32(16));
        Assert.AreEqual(4, plain.Int32(8));
        Assert.HasCount(plain.Length + 4 + (12 * N * K), _bytes);
        CollectionAssert.AreEqual(plain[16..^8], _bytes[20..Neighbors]);
        Assert.AreEqual(_model.Content.Graph!.Indices[7], _bytes.Int32(Neighbors + 28));
        Assert.AreEqual(_model.Content.Graph.SquaredDistances[7], _bytes.Double(Distances + 56));
    }

    [TestMethod]
    public void What_is_read_is_what_was_written()
    {
        LleModel loaded = ModelBytes.Load(_bytes);

        Assert.IsTrue(loaded.HoldsGraph);
        Assert.IsFalse(ModelBytes.Load(ModelBytes.Save(Fit(keepsGraph: false))).HoldsGraph);
        CollectionAssert.AreEqual(_bytes, ModelBytes.Save(loaded));
        CollectionAssert.AreEqual(_model.Content.Graph!.SquaredDistances, loaded.Content.Graph!.SquaredDistances);
    }

    [TestMethod]
    public void Neighbors_that_make_no_sense_are_refused()
    {
        foreach (byte[] damaged in (byte[][])
        [
            _bytes.With(Neighbors, -1), _bytes.With(Neighbors, N), _bytes.With(Neighbors + (4 * K), 1),
            _bytes.With(Neighbors + 4, _model.Content.Graph!.Indices[0]),
            _bytes.With(Distances + 8, -1.0), _bytes.With(Distances, 1e9), _bytes.With(Distances, double.NaN),
        ])
        {
            StringAssert.Contains(
                Assert.ThrowsExactly<InvalidDataException>(() => ModelBytes.Load(damaged)).Message, "the file is damaged");
        }

        Assert.ThrowsExactly<InvalidDataException>(() => ModelBytes.Load(_bytes[..^40]));
        Assert.ThrowsExactly<InvalidDataException>(() => ModelBytes.Load(_bytes.With(16, 2)));
    }

    [TestMethod]
    public void Further_vectors_stand_behind_the_graph_in_a_file_of_version_6()
    {
        const int G = 14, Rows = 80;
        LleModel model = LocallyLinearEmbedding.Fit(
            Manifolds.SmoothMap(Rows, 4).Features,
            new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = K, KeepsGraph = true, EigenSolver = LleEigenSolver.Iterative });
        byte[] bytes = ModelBytes.Save(model);
        int first = bytes.Length - 8 - (4 * G * Rows);

        Assert.HasCount(G * Rows, model.Content.Further!);
        Assert.AreEqual(6, bytes.Int32(8));
        Assert.AreEqual(6, bytes.Int32(12));
        Assert.AreEqual(G, bytes.Int32(first - 4));
        Assert.AreEqual(model.Content.Further![3], BitConverter.Int32BitsToSingle(bytes.Int32(first + 12)));
        CollectionAssert.AreEqual(bytes, ModelBytes.Save(ModelBytes.Load(bytes)));
        ModelBytes.AssertRefused(bytes.With(first - 4, 0), "number of further vectors is 0, but must be from 1 to 64");
        ModelBytes.AssertRefused(bytes.With(first - 4, 65), "number of further vectors is 65");
        ModelBytes.AssertRefused(bytes.With(first, BitConverter.SingleToInt32Bits(float.NaN)), "further vectors hold a number that is not");
        ModelBytes.AssertRefused(bytes.With(first, BitConverter.SingleToInt32Bits(1e21f)), "further vectors are longer than any fit gives");
    }

    private static LleModel Fit(bool keepsGraph) => LocallyLinearEmbedding.Fit(
        Manifolds.SwissRoll(N, 4).Features,
        new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = K, KeepsGraph = keepsGraph });
}
