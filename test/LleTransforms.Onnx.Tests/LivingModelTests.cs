using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Onnx.Tests;

/// <summary>Models that were made from models: grown, in the axes of another, without some rows.</summary>
[TestClass]
public sealed class LivingModelTests
{
    private const int Known = 200, All = 240;

    private static readonly double[][] _rows = MethodTests.Rows(Manifolds.SwissRoll(All, 1));
    private static readonly double[][] _unseen = MethodTests.Rows(Manifolds.SwissRoll(60, 2));

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment)]
    public void A_grown_model_places_alike(LleMethod method)
    {
        LleModel known = Fit(_rows[..Known], method);
        LleModel grown = known.Extend(Table(_rows[Known..])).Model;

        Assert.AreEqual(All, grown.NumberOfTrainingRows);
        MethodTests.Agrees(grown, [.. _unseen, .. _rows[(Known - 10)..]]);
    }

    /// <summary>One row stretches the scale of all, so that images, bounds and rounding are of another size than they were.</summary>
    [TestMethod]
    public void A_model_grown_by_a_row_far_out_places_alike()
    {
        double[][] far = [.. _rows[Known..], [900, -700, 800]];
        LleModel grown = Fit(_rows[..Known], LleMethod.Standard).Extend(Table(far)).Model;

        MethodTests.Agrees(grown, [.. _unseen, .. far]);
    }

    [TestMethod]
    [DataRow(LleMethod.Standard, LleAlignmentKind.Orthogonal)]
    [DataRow(LleMethod.Standard, LleAlignmentKind.Similarity)]
    [DataRow(LleMethod.Standard, LleAlignmentKind.Linear)]
    [DataRow(LleMethod.Hessian, LleAlignmentKind.Orthogonal)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding, LleAlignmentKind.Orthogonal)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding, LleAlignmentKind.Similarity)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding, LleAlignmentKind.Linear)]
    public void An_aligned_model_places_alike(LleMethod method, LleAlignmentKind kind)
    {
        LleModel before = Fit(_rows[..Known], method), after = Fit(_rows, method);
        LleModel aligned = after.AlignTo(before, Table(_rows), kind).Model;

        Assert.AreNotEqual(after.Content.Rows?.Embedding[0] ?? after.Content.Projection!.Axes[0],
            aligned.Content.Rows?.Embedding[0] ?? aligned.Content.Projection!.Axes[0]);
        MethodTests.Agrees(aligned, [.. _unseen, .. _rows[..10]]);
    }

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.Modified)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding)]
    public void A_model_without_some_rows_places_alike(LleMethod method)
    {
        int[] removed = [0, 3, 17, 18, 19, 101, All - 1];
        LleModel less = Fit(_rows, method).Without(removed);

        // Rows that went are unseen now.
        Assert.AreEqual(All - removed.Length, less.NumberOfTrainingRows);
        MethodTests.Agrees(less, [.. _unseen, .. _rows[..25]]);
    }

    private static LleModel Fit(double[][] rows, LleMethod method) => LocallyLinearEmbedding.Fit(
        Table(rows),
        new LleOptions { Method = method, NumberOfComponents = 2, NumberOfNeighbors = 10, KeepsGraph = !method.IsLinear() });

    private static FeatureMatrix Table(double[][] rows)
    {
        var builder = new FeatureMatrixBuilder(rows[0].Length);
        foreach (double[] row in rows)
        {
            builder.Append(row);
        }

        return builder.Build();
    }
}
