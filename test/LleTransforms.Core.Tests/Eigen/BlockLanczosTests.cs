using LleTransforms.Alignment;
using LleTransforms.Core.Tests.LinearAlgebra.Dense;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>Lanczos on operators whose eigenvectors are known.</summary>
[TestClass]
public sealed class BlockLanczosTests
{
    private const int Size = 120;

    [TestMethod]
    [DataRow(1, 4)]
    [DataRow(2, 7)]
    [DataRow(4, 5)]
    [DataRow(4, 102)]
    public void Eigenvectors_beside_enormous_eigenvalues_keep_their_digits(int enormous, int wanted)
    {
        // Where an eigenvalue of M is all but 0, that of its pseudo-inverse is 1e11 times the others, and
        // so is the rounding along its vector.
        double[] eigenvalues = [.. Enumerable.Range(0, Size - 1).Select(i => i < enormous ? 1e13 / (i + 1) : 100.0 / (1 + i - enormous))];
        var known = new KnownOperator(eigenvalues);

        ColumnBlocks found = BlockLanczos.Run(known, new EigenRequest(wanted, 1), 1e-9, new FitContext(), out int steps);

        Assert.IsGreaterThan(0, steps);
        Matrix<double> basis = known.Vectors.SubMatrix(0, Size, 0, wanted);
        for (int c = 0; c < wanted; c++)
        {
            Vector<double> vector = Column(found, c).Normalize(2);
            double sine = (vector - (basis * basis.TransposeThisAndMultiply(vector))).L2Norm();
            Assert.IsInRange(0, 1e-8, sine, $"vector {c}");
        }

        Matrix<double> all = found.ToMatrix(wanted).NormalizeColumns(2);
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

        ColumnBlocks found = BlockLanczos.Run(known, new EigenRequest(wanted, 1), 1e-9, new FitContext(), out int steps);

        Assert.IsInRange(16, 44, steps);
        for (int c = 0; c < wanted; c++)
        {
            Vector<double> vector = Column(found, c).Normalize(2);
            Assert.AreEqual(1, Math.Abs(vector * known.Vectors.Column(c)), 1e-12, $"vector {c}");
        }
    }

    [TestMethod]
    public void A_start_that_has_been_applied_once_saves_a_step()
    {
        double[] eigenvalues = [.. Enumerable.Range(0, Size - 1).Select(i => 100.0 / (1 + (i * i)))];
        var known = new KnownOperator(eigenvalues);
        EigenRequest request = new(3, 1);
        BlockLanczos.Run(known, request, 1e-9, new FitContext(), out int steps);
        ColumnBlock start = new(Size);
        start.FillRandom(new Random(request.Seed));
        known.Apply(start, new FitContext());

        ColumnBlocks found = BlockLanczos.Run(known, request, 1e-9, new FitContext(), out int fewer, start);

        Assert.AreEqual(steps - 1, fewer);
        for (int c = 0; c < 3; c++)
        {
            Assert.AreEqual(1, Math.Abs(Column(found, c).Normalize(2) * known.Vectors.Column(c)), 1e-12, $"vector {c}");
        }
    }

    [TestMethod]
    [DataRow(1e-30)]
    [DataRow(1e30)]
    public void The_unit_does_not_matter(double unit)
    {
        double[] eigenvalues = [.. Enumerable.Range(0, Size - 1).Select(i => 100.0 / (i + 1))];
        BlockLanczos.Run(new KnownOperator(eigenvalues), new EigenRequest(3, 1), 1e-9, new FitContext(), out int expected);
        var known = new KnownOperator([.. eigenvalues.Select(value => unit * value)]);
        ColumnBlocks found = BlockLanczos.Run(known, new EigenRequest(3, 1), 1e-9, new FitContext(), out int steps);

        Assert.AreEqual(expected, steps);
        for (int c = 0; c < 3; c++)
        {
            Assert.AreEqual(1, Math.Abs(Column(found, c).Normalize(2) * known.Vectors.Column(c)), 1e-12, $"vector {c}");
        }
    }

    [TestMethod]
    public void It_ends_as_soon_as_nothing_leads_out_of_the_basis()
    {
        // The operator is 1 but for three directions: the start and its image hold them, and the image of the second block adds nothing.
        double[] eigenvalues = [9, 5, 3, .. Enumerable.Repeat(1.0, Size - 4)];
        var reports = new List<LleProgress>();
        ColumnBlocks found = BlockLanczos.Run(
            new KnownOperator(eigenvalues), new EigenRequest(3, 1), 1e-9, new FitContext(new Listener(reports.Add)), out int steps);

        Assert.AreEqual(2, steps);
        Assert.HasCount(1, found.Blocks);
        CollectionAssert.AreEqual(new[] { 1L, 2L }, reports.Select(report => report.Completed).ToArray());
        Assert.IsTrue(reports.TrueForAll(report => report.Phase == LlePhase.Eigenvectors));
        for (int c = 0; c < 3; c++)
        {
            // The last application leaves each vector as long as its eigenvalue.
            Assert.AreEqual(eigenvalues[c], Column(found, c).L2Norm(), 1e-12);
        }
    }

    [TestMethod]
    public void Many_eigenvectors_are_found_once_the_basis_holds_them()
    {
        // The operator is 1 but for these directions: as above, nothing leads out of the basis soon after it has room for them.
        const int Wanted = 97;
        double[] eigenvalues = [.. Enumerable.Range(0, Size - 1).Select(i => i < Wanted ? 300.0 - i : 1)];
        var known = new KnownOperator(eigenvalues);
        ColumnBlocks found = BlockLanczos.Run(known, new EigenRequest(Wanted, 1), 1e-9, new FitContext(), out int steps);
        Assert.IsInRange((Wanted + 3) / 4, 28, steps);
        Assert.HasCount(25, found.Blocks);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(50)]
    [DataRow(104)]
    public void A_basis_reaches_all_vectors_of_a_small_problem(int wanted)
    {
        var known = new KnownOperator([.. Enumerable.Range(0, Size - 1).Select(i => 1000.0 - (8 * i))]);
        ColumnBlocks found = BlockLanczos.Run(known, new EigenRequest(wanted, 1), 1e-9, new FitContext(), out int steps);

        Assert.IsInRange((wanted + 4) / 4, 60, steps);
        for (int c = 0; c < wanted; c++)
        {
            Assert.AreEqual(1, Math.Abs(Column(found, c).Normalize(2) * known.Vectors.Column(c)), 1e-10, $"vector {c}");
        }
    }

    [TestMethod]
    public void An_operator_that_never_gives_the_same_is_given_up_after_its_steps()
    {
        var known = new KnownOperator([.. Enumerable.Range(0, Size - 1).Select(i => 1.0 / (i + 1))]) { Noise = 1e-2 };
        var error = Assert.ThrowsExactly<SolverException>(() =>
            BlockLanczos.Run(known, new EigenRequest(2, 1), 1e-9, new FitContext(), out _));
        StringAssert.Contains(error.Message, "stopped after 400 steps of 4 vectors");
        StringAssert.Contains(error.Message, "times above its tolerance of ");
        Assert.AreEqual(400, known.Applications);
    }

    [TestMethod]
    public void An_operator_without_numbers_is_given_up_at_once()
    {
        var known = new KnownOperator([.. Enumerable.Repeat(double.NaN, Size - 1)]);
        var error = Assert.ThrowsExactly<SolverException>(() =>
            BlockLanczos.Run(known, new EigenRequest(2, 1), 1e-9, new FitContext(), out _));
        StringAssert.Contains(error.Message, "the projected problem of 4 vectors was not solved");
        Assert.AreEqual(1, known.Applications);
    }

    [TestMethod]
    public void A_cancelled_fit_stops_before_the_first_step()
    {
        var known = new KnownOperator([.. Enumerable.Repeat(1.0, Size - 1)]);
        Assert.ThrowsExactly<OperationCanceledException>(
            () => BlockLanczos.Run(
                known, new EigenRequest(2, 1), 1e-9, new FitContext(cancellationToken: new CancellationToken(true)), out _));
        Assert.AreEqual(0, known.Applications);
    }

    [TestMethod]
    public void More_eigenvectors_than_a_basis_holds_beside_two_blocks_are_refused()
    {
        var known = new KnownOperator([.. Enumerable.Range(0, Size - 1).Select(i => 1.0 / (i + 1))]);
        var error = Assert.ThrowsExactly<SolverException>(() =>
            BlockLanczos.Run(known, new EigenRequest(105, 1), 1e-9, new FitContext(), out _));
        StringAssert.Contains(error.Message, "112 vectors cannot hold 105 eigenvectors and two blocks");
        Assert.AreEqual(0, known.Applications);
    }

    private static Vector<double> Column(ColumnBlocks blocks, int c) => Vector<double>.Build.Dense(Size, i => blocks[i, c]);

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

        /// <summary>How much of each application is random.</summary>
        public double Noise { get; init; }

        public int Applications { get; private set; }

        public int Size => BlockLanczosTests.Size;

        public void Apply(ColumnBlock block, RunContext context)
        {
            Matrix<double> along = Vectors.TransposeThisAndMultiply(block.ToMatrix());
            along = Matrix<double>.Build.Dense(along.RowCount, 4, (i, c) => along[i, c] * _eigenvalues[i]);
            Matrix<double> result = Vectors * along;
            for (int i = 0; i < block.Values.Length; i++)
            {
                block.Values[i] = result[i / 4, i % 4];
            }

            if (Noise > 0)
            {
                double[] noise = SparseProblems.RandomNumbers(block.Values.Length, Applications);
                for (int i = 0; i < block.Values.Length; i++)
                {
                    block.Values[i] += Noise * noise[i];
                }
            }

            Applications++;
            block.Center(context);
        }
    }
}
