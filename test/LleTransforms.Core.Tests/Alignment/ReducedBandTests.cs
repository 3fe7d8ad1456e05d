using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Alignment;

/// <summary>Bands, summed piece by piece, are the reduced matrix to the bit.</summary>
[TestClass]
public sealed class ReducedBandTests
{
    private const int RowCount = 300;

    [TestMethod]
    public void Bands_that_are_summed_in_pieces_are_the_whole()
    {
        var context = new RunContext();
        SparseMatrix interpolation = LandmarkProblems.Interpolation(RowCount, 5, 4, 1);
        SparseMatrix residual = AlignmentProblems.SwissRoll(RowCount, 8, 6).Residual;
        DenseMatrix expected = ReducedMatrix.OfSquare(residual, interpolation, context);
        SparseMatrix product = ReducedMatrix.Product(residual, interpolation, context);
        int size = interpolation.NumberOfColumns;

        foreach (int mostEntries in new[] { 1, 100, 1000, size * size })
        {
            DenseMatrix found = new(size, size);
            foreach (ReducedBand band in ReducedBand.Cover(size, mostEntries))
            {
                Assert.IsTrue(band.Length <= mostEntries || band.End == band.First + 1);
                double[] entries = new double[band.Length];
                for (int first = 0; first < RowCount; first += 70)
                {
                    band.Add(Rows(product, first, Math.Min(RowCount, first + 70)), entries, CancellationToken.None);
                }

                band.CopyTo(found, entries);
            }

            CollectionAssert.AreEqual(expected.Values, found.Values);
        }
    }

    [TestMethod]
    public void A_band_is_given_up_when_cancelled()
    {
        SparseMatrix rows = LandmarkProblems.Interpolation(RowCount, 5, 4, 1);
        Assert.ThrowsExactly<OperationCanceledException>(
            () => new ReducedBand(0, 1).Add(rows, new double[1], new CancellationToken(canceled: true)));
    }

    private static SparseMatrix Rows(SparseMatrix matrix, int first, int end)
    {
        int start = matrix.RowStarts[first];
        return new SparseMatrix(
            end - first,
            matrix.NumberOfColumns,
            [.. matrix.RowStarts[first..(end + 1)].Select(at => at - start)],
            matrix.Columns[start..matrix.RowStarts[end]],
            matrix.Values[start..matrix.RowStarts[end]]);
    }
}
