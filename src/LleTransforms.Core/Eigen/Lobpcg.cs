using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>
/// Locally optimal block preconditioned conjugate gradients for the smallest eigenpairs of M beside the constant vector.
/// Knyazev, SIAM J. Sci. Comput. 23 (2001); orthonormal search space as Hetmaniuk and Lehoucq, "Basis selection in LOBPCG", J. Comput. Phys. 218
/// (2006). The projected matrix of M = A^T A is formed from A S, never from M. Cost of an iteration: three products with A or M, one
/// preconditioning, and about 16 n m^2 flops for a block of m; memory 8 n times 7 m bytes.
/// </summary>
internal sealed class Lobpcg
{
    private const int Lanes = 8;

    private readonly AlignmentMatrix _alignment;
    private readonly SparseMatrix _matrix;
    private readonly SparseMatrix _transpose;
    private readonly IncompletePreconditioner _preconditioner;
    private readonly FitContext _context;
    private readonly int _n;
    private readonly int _wanted;
    private readonly int _m;
    private double[] _x;
    private double[] _p;
    private double[] _w;
    private double[] _spare;
    private double[] _values;

    /// <summary>Blocks for reuse: tall ones would otherwise be tens of megabytes of garbage an iteration.</summary>
    private readonly Stack<double[]> _free = new();

    private Lobpcg(
        AlignmentMatrix alignment, SparseMatrix transpose, IncompletePreconditioner preconditioner, EigenRequest request, FitContext context)
    {
        _alignment = alignment;
        _matrix = alignment.Stored;
        _transpose = transpose;
        _preconditioner = preconditioner;
        _context = context;
        _n = alignment.Size;
        _wanted = request.Count;
        _m = BlockSize(request.Count);
        long length = (long)_n * _m;
        _x = new double[length];
        _p = new double[length];
        _w = new double[length];
        _spare = new double[length];
        _values = new double[_m];
        Random random = new(request.Seed);
        for (int i = 0; i < _x.Length; i++)
        {
            _x[i] = (2 * random.NextDouble()) - 1;
        }
    }

    /// <summary>Guard vectors speed up the last wanted ones; the block fills whole vector registers.</summary>
    public static int BlockSize(int count) => Math.Max(16, (count + 6 + Lanes - 1) / Lanes * Lanes);

    /// <summary>The bottom basis in blocks of four columns, smallest eigenvalue first.</summary>
    public static List<double[]> Run(
        AlignmentMatrix alignment, SparseMatrix transpose, IncompletePreconditioner preconditioner, EigenRequest request, CoarseFactor coarse,
        EigenStatistics statistics, FitContext context)
    {
        Lobpcg solver = new(alignment, transpose, preconditioner, request, context);
        return solver.Iterate(request, coarse, statistics);
    }

    private List<double[]> Iterate(EigenRequest request, CoarseFactor coarse, EigenStatistics statistics)
    {
        // A random start is smoothed once by the preconditioner: its bottom components then stand out.
        _preconditioner.Apply(_x, _w, _m, _context);
        (_x, _w) = (_w, _x);
        Orthonormalize(_x, []);
        RotateStart();
        double worst = double.PositiveInfinity;
        double[] history = new double[request.IterationLimit + 1];
        for (int iteration = 1; iteration <= request.IterationLimit; iteration++)
        {
            _context.ThrowIfCancelled();
            statistics.Iterations++;
            double residual = Residual();
            _preconditioner.Apply(_spare, _w, _m, _context);
            worst = Math.Min(residual, EstimatedError(coarse)) / request.IterativeTolerance;
            _context.Report(LlePhase.Eigenvectors, iteration, 0);
            history[iteration] = worst;
            if (iteration % 10 == 0)
            {
                _context.Say(
                    LlePhase.Eigenvectors, LleSeverity.Trace,
                    $"LOBPCG iteration {iteration}: {worst:g3} times above its tolerance, eigenvalues {_values[0]:g4} to {_values[_wanted - 1]:g4}.");
            }

            if (worst <= 1)
            {
                return Columns();
            }

            if (coarse.IsTooCoarse(iteration, _values[_wanted - 1], residual))
            {
                throw new SolverException(
                    $"after {iteration} iterations the residual is {residual:g2} times the gap, with eigenvalues near {_values[0]:g2}");
            }

            if (LobpcgConvergence.IsHopeless(history, iteration))
            {
                throw new SolverException($"LOBPCG converges too slowly: after {iteration} iterations it is {worst:g3} times above its tolerance");
            }

            Orthonormalize(_w, iteration == 1 ? [_x] : [_x, _p]);
            Improve(iteration > 1);
        }

        throw new SolverException(
            $"LOBPCG stopped after {request.IterationLimit} iterations {worst:g3} times above its tolerance of {request.IterativeTolerance:g1}");
    }

    /// <summary>The error as the preconditioner sees it; only trusted where that stands for M^-1, that is for eigenvalues it resolves.</summary>
    private double EstimatedError(CoarseFactor coarse)
    {
        if (_values[_wanted] < coarse.Resolved)
        {
            return double.PositiveInfinity;
        }

        TallBlock.Center(_w, _m, _n, _context);
        double[] along = TallBlock.Gram(_x, _m, _w, _m, _n, _context);
        double[] gram = TallBlock.Gram(_w, _m, _w, _m, _n, _context);
        return LobpcgConvergence.EstimatedError(along, gram, _values, _wanted);
    }

    /// <summary>Leaves M X - X Lambda in the spare block; returns the largest wanted residual over the gap behind the wanted eigenvalues.</summary>
    private double Residual()
    {
        double[] image = Multiply(_x);
        _alignment.Complete(ref image, ref _spare, _m, _transpose, _context);
        _free.Push(image);

        double[] shift = new double[_m * _m];
        for (int c = 0; c < _m; c++)
        {
            shift[(c * _m) + c] = -_values[c];
        }

        TallBlock.AddProduct(_x, _m, shift, _spare, _m, _n, _context);
        double[] gram = TallBlock.Gram(_spare, _m, _spare, _m, _n, _context);
        return LobpcgConvergence.ResidualOverGap(gram, _values, _wanted);
    }

    /// <summary>Centres a block, makes it orthogonal to others and orthonormal in itself; directions that vanish become zero columns.</summary>
    private void Orthonormalize(double[] block, double[][] others)
    {
        TallBlock.Center(block, _m, _n, _context);
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] other in others)
            {
                double[] along = TallBlock.Gram(other, _m, block, _m, _n, _context);
                TallBlock.AddProduct(other, _m, Array.ConvertAll(along, v => -v), block, _m, _n, _context);
            }

            double[] gram = TallBlock.Gram(block, _m, block, _m, _n, _context);
            double[] transform = SmallDense.InverseRoot(gram, _m);
            Array.Clear(_spare);
            TallBlock.AddProduct(block, _m, transform, _spare, _m, _n, _context);
            _spare.AsSpan().CopyTo(block);
        }
    }

    /// <summary>A block of whatever content.</summary>
    private double[] Take() => _free.TryPop(out double[]? block) ? block : new double[(long)_n * _m];

    private double[] Multiply(double[] block)
    {
        double[] image = Take();
        _matrix.Multiply(block, image, _m, _context);
        return image;
    }

    /// <summary>U^T M V from the images under A (or under M).</summary>
    private double[] Projected(double[] left, double[] leftImage, double[] rightImage) =>
        TallBlock.Gram(_alignment.LeftOf(left, leftImage), _m, rightImage, _m, _n, _context);

    private void RotateStart()
    {
        double[] image = Multiply(_x);
        double[] projected = Projected(_x, image, image);
        (double[] values, double[,] vectors) = SmallDense.SymmetricEigen(projected, EmptyColumns(_x), _m);
        _values = values;
        _free.Push(image);
        double[] rotated = Combine([_x], vectors);
        _free.Push(_x);
        _x = rotated;
    }

    /// <summary>Rayleigh-Ritz on span{X, W, P}, then the new X and an orthonormal new P.</summary>
    private void Improve(bool withDirections)
    {
        List<double[]> space = withDirections ? [_x, _w, _p] : [_x, _w];
        List<double[]> images = space.ConvertAll(Multiply);
        int size = space.Count * _m;
        double[] projected = new double[size * size];
        for (int i = 0; i < space.Count; i++)
        {
            for (int j = i; j < space.Count; j++)
            {
                double[] block = Projected(space[i], images[i], images[j]);
                for (int r = 0; r < _m; r++)
                {
                    for (int c = 0; c < _m; c++)
                    {
                        projected[(((i * _m) + r) * size) + (j * _m) + c] = block[(r * _m) + c];
                        projected[(((j * _m) + c) * size) + (i * _m) + r] = block[(r * _m) + c];
                    }
                }
            }
        }

        (double[] values, double[,] vectors) = SmallDense.SymmetricEigen(projected, [.. space.SelectMany(EmptyColumns)], _m);
        double[,] directions = SmallDense.ConjugateDirections(vectors, size, _m);
        _values = values;
        images.ForEach(_free.Push);
        double[] next = Combine(space, vectors);
        double[] nextDirections = Combine(space, directions);
        _free.Push(_x);
        _free.Push(_p);
        _x = next;
        _p = nextDirections;
    }

    /// <summary>Which columns hold nothing but zeros; the first row of others tells.</summary>
    private bool[] EmptyColumns(double[] block)
    {
        bool[] empty = new bool[_m];
        for (int c = 0; c < _m; c++)
        {
            int i = 0;
            while (i < _n && block[(i * _m) + c] == 0)
            {
                i++;
            }

            empty[c] = i == _n;
        }

        return empty;
    }

    private double[] Combine(List<double[]> space, double[,] coefficients)
    {
        double[] result = Take();
        Array.Clear(result);
        for (int b = 0; b < space.Count; b++)
        {
            double[] part = new double[_m * _m];
            for (int r = 0; r < _m; r++)
            {
                for (int c = 0; c < _m; c++)
                {
                    part[(r * _m) + c] = coefficients[(b * _m) + r, c];
                }
            }

            TallBlock.AddProduct(space[b], _m, part, result, _m, _n, _context);
        }

        return result;
    }

    private List<double[]> Columns()
    {
        List<double[]> blocks = [];
        for (int from = 0; from < _wanted; from += ColumnBlock.Width)
        {
            double[] block = new double[(long)_n * ColumnBlock.Width];
            for (int i = 0; i < _n; i++)
            {
                _x.AsSpan((i * _m) + from, ColumnBlock.Width).CopyTo(block.AsSpan(i * ColumnBlock.Width));
            }

            blocks.Add(block);
        }

        return blocks;
    }
}
