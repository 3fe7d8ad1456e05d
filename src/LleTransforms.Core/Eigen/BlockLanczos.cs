using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>
/// Block Lanczos with full reorthogonalisation and thick restart for the largest eigenpairs of M^+, which are the smallest of M.
/// Golub and Underwood, "The block Lanczos method for computing eigenvalues" (1977); Wu and Simon, "Thick-restart Lanczos method for large
/// symmetric eigenvalue problems", SIAM J. Matrix Anal. Appl. 22 (2000). Blocks of four find eigenvalues of multiplicity up to four and
/// read the factors once for four vectors. Cost of a step: one application and O(n m) for a basis of m vectors; memory 8 n m bytes.
/// </summary>
internal sealed class BlockLanczos
{
    private const int Width = ColumnBlock.Width;
    private const int FewestMaximumSteps = 400;

    /// <summary>With up to this many vectors in the basis, each step looks at what it has. Larger bases are looked at less often, since
    /// their projected problem costs more than a step.</summary>
    private const int LooksEachStep = 256;

    /// <summary>An eigenvalue of M^+ this many times the smallest wanted one brings rounding that can be seen in that one.</summary>
    private const double Drowning = 1e6;

    private readonly IPseudoInverse _operator;
    private readonly int _wanted;
    private readonly bool _keepsFurther;
    private readonly int _largestBasis;
    private readonly int _maximumSteps;
    private readonly double _tolerance;
    private readonly FitContext _context;
    private readonly Random _random;
    private readonly List<ColumnBlock> _basis = [];
    private readonly SmallSymmetricEigen _eigen;
    private readonly double[] _work;
    private DenseMatrix _projected;
    private DenseMatrix _coupling = new(Width, Width);

    private BlockLanczos(IPseudoInverse pseudoInverse, EigenRequest request, double tolerance, FitContext context)
    {
        _operator = pseudoInverse;
        _wanted = request.Count;
        _keepsFurther = request.KeepsFurther;
        _tolerance = tolerance;
        _context = context;
        _random = new Random(request.Seed);

        // Beside the largest basis there must be room for the block that leads out of it, and the constant vector is in neither.
        _largestBasis = Math.Min(TargetBasis(request.Count), (pseudoInverse.Size - 1 - Width) / Width * Width);
        _maximumSteps = Math.Max(FewestMaximumSteps, 3 * _largestBasis / Width);
        _projected = new DenseMatrix(_largestBasis + Width, _largestBasis + Width);
        _eigen = new SmallSymmetricEigen(_largestBasis, context);
        _work = new double[_largestBasis * _largestBasis];
    }

    public int Steps { get; private set; }

    /// <summary>Bytes of a row of the basis and the block that leads out of it.</summary>
    public static double BytesOfRow(int count) => 8.0 * (TargetBasis(count) + Width);

    /// <summary>Ritz vectors of the wanted pairs, largest eigenvalue of M^+ first; the last block may hold extra ones. Where further
    /// vectors are asked for, one block follows.</summary>
    /// <param name="pseudoInverse">M^+.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="tolerance">The angle by which the subspace may miss.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    /// <param name="steps">Applications of the operator to a block of the basis.</param>
    /// <param name="start">Columns from which to begin; null means random ones.</param>
    public static ColumnBlocks Run(
        IPseudoInverse pseudoInverse, EigenRequest request, double tolerance, FitContext context, out int steps, ColumnBlock? start = null)
    {
        BlockLanczos lanczos = new(pseudoInverse, request, tolerance, context);
        if (RoundUp(request.Count) + (2 * Width) > lanczos._largestBasis)
        {
            throw new SolverException(
                $"a basis of {lanczos._largestBasis} vectors cannot hold {request.Count} eigenvectors and two blocks");
        }

        (ColumnBlocks vectors, double[] values) = lanczos.Iterate(start ?? lanczos.RandomStart());
        steps = lanczos.Steps;

        // Where M is 0 except for rounding, even the smallest wanted eigenvalue is noise. Then nothing can be found without the others.
        int drowning = values[^1] > 0 ? values.Count(value => value > Drowning * values[^1]) : 0;
        if (drowning > 0)
        {
            // The small ones were found beside noise of the large ones: they are found again without them.
            DeflatedPseudoInverse deflated = new(pseudoInverse, vectors.First(drowning));
            ColumnBlocks others = Run(deflated, request with { Count = request.Count - drowning }, tolerance, context, out int more);
            steps += more;
            return vectors.Join(drowning, others, request.Count - drowning);
        }

        // One more application purges what rounding in the projected matrix mixed in. It matters most where M is nearly singular, and M^+
        // large and noisy. Where solves are not exact, what they leave enters the eigenvalues by its square alone.
        for (int c = 0; c < request.Count; c += Width)
        {
            pseudoInverse.Refine(vectors.Blocks[c / Width], values.AsSpan(c, Math.Min(Width, request.Count - c)), context);
        }

        return vectors;
    }

    private static int TargetBasis(int count) => Math.Max(15 * Width, RoundUp((3 * count) + 12));

    private static int RoundUp(int value) => (value + Width - 1) / Width * Width;

    private ColumnBlock RandomStart()
    {
        ColumnBlock start = new(_operator.Size);
        start.FillRandom(_random);
        return start;
    }

    private (ColumnBlocks Vectors, double[] Values) Iterate(ColumnBlock start)
    {
        start.Center(_context);
        start.Orthonormalize(0, _random, _context);
        _basis.Add(start);
        double worst = double.PositiveInfinity;
        int nextLook = _wanted + 1;
        while (Steps < _maximumSteps)
        {
            ColumnBlock next = Step();
            int size = _basis.Count * Width;
            _context.Report(LlePhase.Eigenvectors, Steps, 0);
            bool isFull = size + Width > _largestBasis;
            if (size >= nextLook || isFull)
            {
                RitzPairs ritz = Solve(size);
                worst = ritz.WorstError(_wanted, _coupling, _tolerance);
                if (worst <= 1)
                {
                    return (new ColumnBlocks(WithFurther(Vectors(ritz), size)), ritz.Values[.._wanted]);
                }

                nextLook = size + (size / LooksEachStep * Width);
                if (isFull)
                {
                    Restart(ritz, size);
                    nextLook = _basis.Count * Width;
                }
            }

            _basis.Add(next);
        }

        throw new SolverException(
            $"Lanczos on the pseudo-inverse stopped after {Steps} steps of {Width} vectors {worst:g3} times above its " +
            $"tolerance of {_tolerance:g1}");
    }

    /// <summary>Applies the operator to the newest block, orthogonalises the result twice, and extends the projected matrix.</summary>
    private ColumnBlock Step()
    {
        _context.ThrowIfCancelled();
        ColumnBlock next = _basis[^1].Clone();
        _operator.Apply(next, _context);
        int column = (_basis.Count - 1) * Width;
        double scale = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            ColumnBlock coefficients = next.AlongBasis(_basis, _context);
            next.SubtractProduct(_basis, coefficients, _context);
            for (int row = 0; row < coefficients.NumberOfRows; row++)
            {
                for (int j = 0; j < Width; j++)
                {
                    ref double projected = ref _projected[row, column + j];
                    projected = pass == 0 ? coefficients[row, j] : projected + coefficients[row, j];
                    scale = Math.Max(scale, Math.Abs(projected));
                }
            }
        }

        for (int i = 0; i < column + Width; i++)
        {
            for (int c = column; c < column + Width; c++)
            {
                double mean = i < column ? _projected[i, c] : (_projected[i, c] + _projected[c, i]) / 2;
                _projected[i, c] = mean;
                _projected[c, i] = mean;
            }
        }

        DenseMatrix first = next.Orthonormalize(1e-14 * scale, _random, _context);
        next.Center(_context);
        next.SubtractProduct(_basis, next.AlongBasis(_basis, _context), _context);
        next.SubtractProduct(_basis, next.AlongBasis(_basis, _context), _context);
        DenseMatrix second = next.Orthonormalize(0, _random, _context);
        _coupling = SmallDense.Product(second, first);
        Steps++;
        return next;
    }

    private RitzPairs Solve(int size)
    {
        for (int i = 0; i < size; i++)
        {
            _projected.Row(i)[..size].CopyTo(_work.AsSpan(i * size));
        }

        try
        {
            _eigen.Decompose(_work, size);
        }
        catch (ArithmeticException fault)
        {
            throw new SolverException($"the projected problem of {size} vectors was not solved: {fault.Message}");
        }

        double[] values = [.. _eigen.Values];
        Array.Reverse(values);
        return new RitzPairs(values, RitzVectors(Math.Min(size, RoundUp(_wanted))));
    }

    /// <summary>The first eigenvectors of the projected matrix last decomposed.</summary>
    private DenseMatrix RitzVectors(int count)
    {
        _eigen.FindLargestVectors(count);
        return _eigen.LargestVectors(count);
    }

    /// <summary>The wanted vectors and, where they are asked for, a block of those that follow, as far as they have converged.</summary>
    private List<ColumnBlock> WithFurther(List<ColumnBlock> vectors, int size)
    {
        int further = (vectors.Count + 1) * Width;
        if (_keepsFurther && further <= size)
        {
            ColumnBlock coefficients = ColumnBlocks.FromRows(RitzVectors(further)).Blocks[^1];
            vectors.Add(ColumnBlock.Combine(_basis, coefficients, _context));
        }

        return vectors;
    }

    private List<ColumnBlock> Vectors(RitzPairs ritz) =>
        [.. ColumnBlocks.FromRows(ritz.Vectors).Blocks.Select(coefficients => ColumnBlock.Combine(_basis, coefficients, _context))];

    /// <summary>Keeps the wanted Ritz vectors and half of the room left; their projection is diagonal,
    /// the coupling returns with the next step.</summary>
    private void Restart(RitzPairs ritz, int size)
    {
        int wanted = RoundUp(_wanted);
        int keep = Math.Min(RoundUp(wanted + ((size - wanted) / 3)), size - (2 * Width));
        List<ColumnBlock> kept = Vectors(ritz with { Vectors = RitzVectors(keep) });
        _basis.Clear();
        _basis.AddRange(kept);
        _projected = new DenseMatrix(_largestBasis + Width, _largestBasis + Width);
        for (int i = 0; i < keep; i++)
        {
            _projected[i, i] = ritz.Values[i];
        }
    }
}
