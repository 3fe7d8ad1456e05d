using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Quality;

[TestClass]
public sealed class ProcrustesDistanceTests
{
    // scipy.spatial.procrustes(X, [Y 0 0 0]) and procrustes(X[:, :2], Y), and numpy.linalg.lstsq of the normalised X[:, :2] on [Y 1]
    // (SciPy 1.10.1, NumPy 1.24.2), on PseudoRandomRows.Make(200).
    private const double DisparityOfFiveColumns = 0.6226357717707556;
    private const double DisparityOfTwoColumns = 0.7114659920929625;
    private const double AffineResidual = 0.4963708465889006;

    [TestMethod]
    public void Equals_scipy_for_equal_and_for_unequal_widths()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(200);
        FeatureMatrix parameters = PseudoRandomRows.FirstColumns(features, 2);
        Assert.AreEqual(DisparityOfFiveColumns, ProcrustesDistance.UnderSimilarity(features, embedding), 1e-13);
        Assert.AreEqual(DisparityOfTwoColumns, ProcrustesDistance.UnderSimilarity(parameters, embedding), 1e-13);
        Assert.AreEqual(DisparityOfTwoColumns, ProcrustesDistance.UnderSimilarity(embedding, parameters), 1e-13);
    }

    [TestMethod]
    public void The_affine_variant_equals_least_squares()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(200);
        Assert.AreEqual(AffineResidual, ProcrustesDistance.UnderAffineMap(PseudoRandomRows.FirstColumns(features, 2), embedding), 1e-13);
    }

    [TestMethod]
    public void A_reflected_turned_scaled_and_moved_copy_is_at_distance_zero()
    {
        (_, FeatureMatrix rows) = PseudoRandomRows.Make(50);
        FeatureMatrix moved = PseudoRandomRows.Map(rows, 2, (row, _) => [4 * row[1] + 512, 4 * row[0] - 64]);
        Assert.AreEqual(0, ProcrustesDistance.UnderSimilarity(rows, moved), 1e-14);
    }

    [TestMethod]
    public void A_sheared_copy_is_at_affine_distance_zero_only()
    {
        (_, FeatureMatrix rows) = PseudoRandomRows.Make(50);
        FeatureMatrix sheared = PseudoRandomRows.Map(rows, 2, (row, _) => [row[0] + 4 * row[1], row[1] / 8]);
        Assert.AreEqual(0, ProcrustesDistance.UnderAffineMap(rows, sheared), 1e-12);
        Assert.IsGreaterThan(0.1, ProcrustesDistance.UnderSimilarity(rows, sheared));
    }

    [TestMethod]
    public void A_rank_deficient_embedding_explains_what_it_spans()
    {
        (_, FeatureMatrix rows) = PseudoRandomRows.Make(50);
        FeatureMatrix single = PseudoRandomRows.FirstColumns(rows, 1);
        FeatureMatrix repeated = PseudoRandomRows.Map(rows, 3, (row, _) => [row[0], 2 * row[0], 5]);
        Assert.AreEqual(ProcrustesDistance.UnderAffineMap(rows, single), ProcrustesDistance.UnderAffineMap(rows, repeated), 1e-13);
    }

    [TestMethod]
    public void More_columns_than_rows_are_allowed()
    {
        (FeatureMatrix features, FeatureMatrix embedding) = PseudoRandomRows.Make(4);
        Assert.AreEqual(0, ProcrustesDistance.UnderAffineMap(embedding, features), 1e-13);
        Assert.IsGreaterThan(0, ProcrustesDistance.UnderSimilarity(embedding, features));
    }

    [TestMethod]
    public void Equal_rows_have_no_shape()
    {
        (_, FeatureMatrix rows) = PseudoRandomRows.Make(7);
        FeatureMatrix collapsed = PseudoRandomRows.Map(rows, 2, (_, _) => [0.1f, 0.7f]);
        Assert.Contains("All rows of embedding are equal", Assert.ThrowsExactly<ArgumentException>(
            () => ProcrustesDistance.UnderSimilarity(rows, collapsed)).Message);
        Assert.Contains("All rows of reference are equal", Assert.ThrowsExactly<ArgumentException>(
            () => ProcrustesDistance.UnderAffineMap(collapsed, rows)).Message);
    }

    [TestMethod]
    public void Two_rows_are_enough_and_one_is_not()
    {
        FeatureMatrix two = FeatureMatrix.FromRowMajor([0, 1], 2, 1), one = FeatureMatrix.FromRowMajor([0], 1, 1);
        Assert.AreEqual(0, ProcrustesDistance.UnderSimilarity(two, two), 1e-15);
        Assert.AreEqual(0, ProcrustesDistance.UnderAffineMap(two, two), 1e-15);
        Assert.Contains(
            "needs at least 2", Assert.ThrowsExactly<ArgumentException>(() => ProcrustesDistance.UnderSimilarity(one, one)).Message);
        Assert.Contains(
            "needs at least 2", Assert.ThrowsExactly<ArgumentException>(() => ProcrustesDistance.UnderAffineMap(one, one)).Message);
    }

    [TestMethod]
    public void Unrelated_rows_are_at_distance_one()
    {
        // The corners of a square by one side, and by the other.
        FeatureMatrix across = FeatureMatrix.FromRowMajor([0, 0, 1, 1], 4, 1), along = FeatureMatrix.FromRowMajor([0, 1, 0, 1], 4, 1);
        Assert.AreEqual(1, ProcrustesDistance.UnderSimilarity(across, along), 1e-15);
        Assert.AreEqual(1, ProcrustesDistance.UnderAffineMap(across, along), 1e-15);
    }

    [TestMethod]
    public void A_direction_of_a_millionth_counts_in_the_affine_variant()
    {
        (_, FeatureMatrix rows) = PseudoRandomRows.Make(50);
        FeatureMatrix flat = PseudoRandomRows.Map(rows, 2, (row, _) => [row[0], row[1] * 1e-6f]);
        Assert.AreEqual(0, ProcrustesDistance.UnderAffineMap(rows, flat), 1e-9);
    }

    [TestMethod]
    public void Sparse_rows_are_compared_as_dense_ones()
    {
        Documents documents = Documents.Create(12, 40, 4, 3, seed: 1);
        (_, FeatureMatrix embedding) = PseudoRandomRows.Make(12);
        Assert.AreEqual(
            ProcrustesDistance.UnderSimilarity(documents.Dense(), embedding),
            ProcrustesDistance.UnderSimilarity(documents.Sparse(always: true), embedding));
    }
}
