using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Attacks;

/// <summary>Before an attack a context fits good data, and after it the same context must fit them to the same coordinates.</summary>
public abstract class InputAttack
{
    protected const int Rows = 40;

    private float[] _before = [];

    public TestContext TestContext { get; set; } = null!;

    protected MLContext Context { get; } = new(seed: 1);

    [TestInitialize]
    public void Fit_good_data() => _before = PlaceGoodData();

    [TestCleanup]
    public void The_context_still_fits_good_data() => CollectionAssert.AreEqual(_before, PlaceGoodData());

    protected void AssertThrows<T>(Action action, params string[] fragments)
        where T : Exception
    {
        Exception error = Assert.Throws<Exception>(action);
        Exception found = error as T ?? error.GetBaseException();
        Assert.IsInstanceOfType<T>(found, $"{error}");
        TestContext.WriteLine($"{found.GetType().Name}: {found.Message}");
        foreach (string fragment in fragments)
        {
            StringAssert.Contains(found.Message, fragment);
        }
    }

    protected LocallyLinearEmbeddingEstimator Estimator(string column = "Features") =>
        Context.Transforms.LocallyLinearEmbedding("Lle", column, 2, 6);

    protected LocallyLinearEmbeddingTransformer Fit(IReadOnlyList<Sample> samples, string column = "Features") =>
        Estimator(column).Fit(Samples.View(Context, samples));

    protected float[] Coordinates(LocallyLinearEmbeddingTransformer model, IReadOnlyList<Sample> samples) =>
        [.. Column(model.Transform(Samples.View(Context, samples)))];

    protected static IEnumerable<float> Column(IDataView view) => view.GetColumn<float[]>("Lle").SelectMany(row => row);

    private float[] PlaceGoodData() => Coordinates(Fit(Samples.Sheet(Rows)), Samples.Sheet(Rows, offset: 0.3f));
}
