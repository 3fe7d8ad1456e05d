using LleTransforms.Quality;

namespace LleTransforms.Core.Tests.Quality;

[TestClass]
public sealed class EmbeddingPairTests
{
    private static readonly FeatureMatrix Three = FeatureMatrix.FromRowMajor([1, 2, 3], 3, 1);

    [TestMethod]
    public void Two_tables_of_enough_finite_rows_pass()
    {
        EmbeddingPair.Check(Three, "features", Three, "embedding", 3);
        EmbeddingPair.Check(Three, "features", Three, "embedding", 2);
    }

    [TestMethod]
    public void What_does_not_fit_is_named()
    {
        FeatureMatrix four = FeatureMatrix.FromRowMajor([1, 2, 3, 4], 4, 1),
            broken = FeatureMatrix.FromRowMajor([1, 2, float.NegativeInfinity], 3, 1);
        Assert.AreEqual("features",
            Assert.ThrowsExactly<ArgumentNullException>(() => EmbeddingPair.Check(null!, "features", Three, "embedding", 3)).ParamName);
        Assert.AreEqual("embedding",
            Assert.ThrowsExactly<ArgumentNullException>(() => EmbeddingPair.Check(Three, "features", null!, "embedding", 3)).ParamName);
        Refuse("embedding", "embedding has 3 rows and features has 4", four, Three, 3);
        Refuse("embedding", "embedding has 4 rows and features has 3", Three, four, 3);
        Refuse("features", "features has 3 rows; this figure needs at least 4", Three, Three, 4);
        Refuse("features", "features holds -Infinity in row 2, column 0", broken, Three, 3);
        Refuse("embedding", "embedding holds -Infinity in row 2, column 0", Three, broken, 3);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(1)]
    [DataRow(7)]
    public void The_threads_asked_for_are_used(int? numberOfThreads) =>
        Assert.AreEqual(numberOfThreads ?? Environment.ProcessorCount, EmbeddingPair.Context(numberOfThreads, default).NumberOfThreads);

    [TestMethod]
    [DataRow(0)]
    [DataRow(-3)]
    public void Less_than_one_thread_is_refused(int numberOfThreads) => Assert.Contains(
        $"NumberOfThreads is {numberOfThreads}; it must be at least 1",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => EmbeddingPair.Context(numberOfThreads, default)).Message);

    private static void Refuse(string name, string message, FeatureMatrix features, FeatureMatrix embedding, int fewestRows)
    {
        ArgumentException error =
            Assert.ThrowsExactly<ArgumentException>(() => EmbeddingPair.Check(features, "features", embedding, "embedding", fewestRows));
        Assert.Contains(message, error.Message);
        Assert.AreEqual(name, error.ParamName);
    }
}
