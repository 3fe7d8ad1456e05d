using LleTransforms.Spectral;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Spectral;

/// <summary>Lanczos on operators whose eigenvectors are known.</summary>
[TestClass]
public sealed class BlockLanczosTests
{
    private const int Size = 120;

    [TestMethod]
    [DataRow(1, 4)]
    [DataRow(2, 7)]
    [DataRow(4, 5)]
    public void Eigenvectors_beside_enormous_eigenvalues_keep_their_digits(int enormous, int wanted)
    {
        // Where an eigenvalue of M is all but 0, that of its pseudo-inverse is 1e11 times the others, and so is the rounding along its vector.
        double[] eigenvalues = [.. Enumerable.Range(0, Size - 1).Select(i => i < enormous ? 1e13 / (i + 1) : 100.0 / (1 + i - enormous))];
        var known = new KnownOperator(eigenvalues);

        List<double[]> found = BlockLanczos.Run(known, new EigenRequest(wanted, 1), 1e-9, new FitContext(), out int steps);

        Assert.IsGreaterThan(0, steps);
        Matrix<double> basis = known.Vectors.SubMatrix(0, Size, 0, wanted);
        for (int c = 0; c < wanted; c++)
        {
            Vector<double> vector = Column(found, c).Normalize(2);
            double sine = (vector - (basis * basis.TransposeThisAndMultiply(vector))).L2Norm();
            Assert.IsInRange(0, 1e-8, sine, $"vector {c}");
        }

        Matrix<double> all = Matrix<double>.Build.Dense(Size, wanted, (i, c) => found[c / 4][(i * 4) + (c % 4)]).NormalizeColumns(2);
        Assert.AreEqual(wanted, all.Rank(), "Each eigenvector is there once.");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(6)]
    public void Eigenvalues_close_to_each_other_take_more_than_one_basis(int wanted)
    {
        // Gaps of a hundredth: a basis of sixty vectors, of fifteen steps, is not enough, and the iteration starts again from its best.
        var known = new KnownOperator([.. Enumerable.Range(0, Size - 1).Select(i => 100.0 - (0.5 * i))]);

        List<double[]> found = BlockLanczos.Run(known, new EigenRequest(wanted, 1), 1e-9, new FitContext(), out int steps);

        Assert.IsGreaterThan(15, steps);
        for (int c = 0; c < wanted; c++)
        {
            Vector<double> vector = Column(found, c).Normalize(2);
            Assert.AreEqual(1, Math.Abs(vector * known.Vectors.Column(c)), 1e-12, $"vector {c}");
        }
    }

    [TestMethod]
    public void More_eigenvectors_than_a_basis_holds_beside_a_block_are_refused()
    {
        var known = new KnownOperator([.. Enumerable.Range(0, Size - 1).Select(i => 1.0 / (i + 1))]);
        var error = Assert.ThrowsExactly<EigenSolverException>(() => BlockLanczos.Run(known, new EigenRequest(113, 1), 1e-9, new FitContext(), out _));
        StringAssert.Contains(error.Message, "116 vectors cannot hold 113 eigenvectors");
    }

    private static Vector<double> Column(List<double[]> blocks, int c) => Vector<double>.Build.Dense(Size, i => blocks[c / 4][(i * 4) + (c % 4)]);

    /// <summary>V diag V^T on centred vectors, by its factors, so that rounding falls where that of a solve does.</summary>
    private sealed class KnownOperator : IPseudoInverse
    {
        private readonly double[] _eigenvalues;

        public KnownOperator(double[] eigenvalues)
        {
            _eigenvalues = eigenvalues;
            Matrix<double> random = Matrix<double>.Build.Random(Size, Size, 3);
            random.SetColumn(0, Vector<double>.Build.Dense(Size, 1));

            // The constant vector comes first, and is left out.
            Vectors = random.QR().Q.SubMatrix(0, Size, 1, Size - 1);
        }

        public Matrix<double> Vectors { get; }

        public int Size => BlockLanczosTests.Size;

        public void Apply(double[] block, FitContext context)
        {
            Matrix<double> x = Matrix<double>.Build.Dense(Size, 4, (i, c) => block[(i * 4) + c]);
            Matrix<double> along = Vectors.TransposeThisAndMultiply(x);
            along = Matrix<double>.Build.Dense(along.RowCount, 4, (i, c) => along[i, c] * _eigenvalues[i]);
            Matrix<double> result = Vectors * along;
            for (int i = 0; i < block.Length; i++)
            {
                block[i] = result[i / 4, i % 4];
            }

            ColumnBlock.Center(block, context);
        }
    }
}
