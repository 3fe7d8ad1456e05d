using LleTransforms.Core.Tests.Comparison;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.ReferenceCases;

[TestClass]
public sealed class StandardReferenceTests
{
    private const double LargestAngle = 1e-3;
    private const double LargestErrorDeviation = 1e-3;
    private const double LargestTransformDeviation = 1e-3;

    public static IEnumerable<object[]> Cases => ReferenceCase.Names.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Embedding_spans_the_space_of_the_reference(string name)
    {
        ReferenceCase reference = ReferenceCase.Load(name);
        LleModel model = Fit(reference);

        double angle = Subspaces.LargestPrincipalAngle(EmbeddingOf(model), reference.Embedding("standard"));

        Assert.IsInRange(0, LargestAngle, angle);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Reconstruction_error_is_the_reference_s(string name)
    {
        ReferenceCase reference = ReferenceCase.Load(name);

        double error = Fit(reference).ReconstructionError;

        Assert.AreEqual(reference.Error("standard"), error, LargestErrorDeviation * reference.Error("standard"));
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Unseen_rows_are_placed_where_the_reference_places_them(string name)
    {
        ReferenceCase reference = ReferenceCase.Load(name);
        LleModel model = Fit(reference);
        Matrix<double> toOurs = Subspaces.Alignment(reference.Embedding("standard"), EmbeddingOf(model));

        Matrix<double> expected = reference.UnseenEmbedding("standard") * toOurs;
        Matrix<double> placed = Place(model, reference.UnseenRows());

        // Our columns have unit variance, so a deviation is a share of the column's scale.
        Assert.IsInRange(0, LargestTransformDeviation, (placed - expected).Enumerate().Max(Math.Abs));
    }

    private static LleModel Fit(ReferenceCase reference) => LocallyLinearEmbedding.Fit(reference.Rows(), new LleOptions
    {
        NumberOfComponents = reference.NumberOfComponents,
        NumberOfNeighbors = reference.NumberOfNeighbors("standard"),
        Regularization = reference.Regularization("standard"),
    });

    private static Matrix<double> EmbeddingOf(LleModel model) => Matrix<double>.Build.Dense(
        model.NumberOfTrainingRows, model.NumberOfComponents, (row, component) => model.Coordinates(row)[component]);

    private static Matrix<double> Place(LleModel model, FeatureMatrix rows)
    {
        FeatureMatrix placed = model.Transform(rows);
        return Matrix<double>.Build.Dense(placed.NumberOfRows, placed.NumberOfColumns, (row, component) => placed.Row(row)[component]);
    }
}
