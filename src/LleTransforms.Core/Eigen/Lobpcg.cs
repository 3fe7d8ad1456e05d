using System.Numerics.Tensors;
using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>
/// Locally optimal block preconditioned conjugate gradients for the smallest eigenpairs of M beside the constant vector. Knyazev, SIAM J.
/// Sci. Comput. 23 (2001); orthonormal search space as Hetmaniuk and Lehoucq, "Basis selection in LOBPCG", J. Comput. Phys. 218 (2006). The
/// projected matrix of M = A^T A is formed from A S, never from M. Cost of an iteration, for a block of m: three products with A or M, one
/// preconditioning, and about 16 n m^2 flops. Memory 8 n times 7 m bytes.
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
    private DenseMatrix _x;
    private DenseMatrix _p;
    private DenseMatrix _w;
    private DenseMatrix _spare;
    private double[] _values;

    /// <summary>A X, where the residual left it behind.</summary>
    private DenseMatrix? _image;

    /// <summary>Blocks for reuse: tall ones would otherwise be tens of megabytes of garbage an iteration.</summary>
    private readonly Stack<DenseMatrix> _free = new();

    private Lobpcg(
        AlignmentMatrix alignment, SparseMatrix transpose, IncompletePreconditioner preconditioner, EigenRequest request,
        FitContext context)
    {
        _alignment = alignment;
        _matrix = alignment.Stored;
        _transpose = transpose;
        _preconditioner = preconditioner;
        _context = context;
        _n = alignment.Size;
        _wanted = request.Count;
        _m = BlockSize(request.Count);
        _x = StartVectors.Create(_n, _m, request);
        _p = new DenseMatrix(_n, _m);
        _w = new DenseMatrix(_n, _m);
        _spare = new DenseMatrix(_n, _m);
        _values = new double[_m];
    }

    /// <summary>The cost may be above the least by this part: a fifth of what is promised, since T is not quite the inverse.</summary>
    private const double LargestExcessCost = 0.01;

    /// <summary>Who asks for a coarser answer than a fit does is content with as much more cost.</summary>
    private const double ExcessCostOfTolerance = 200;

    /// <summary>A cost below this part of the norm of M counts as this much, since rounding leaves no less.</summary>
    private const double NegligibleCost = 1e-8;

    /// <summary>Vectors further from orthonormal are none.</summary>
    private const double LargestDeviation = 1e-3;

    /// <summary>Guard vectors speed up the last wanted ones; the block fills whole vector registers.</summary>
    public static int BlockSize(int count) => Math.Max(16, (count + 6 + Lanes - 1) / Lanes * Lanes);

    /// <summary>Bytes of a row of all blocks.</summary>
    public static double BytesOfRow(int count) => 56.0 * BlockSize(count);

    /// <summary>The bottom basis, smallest eigenvalue first. Where further vectors are asked for, the guard vectors follow, which have
    /// converged less.</summary>
    public static ColumnBlocks Run(
        AlignmentMatrix alignment, SparseMatrix transpose, IncompletePreconditioner preconditioner, EigenRequest request,
        CoarseFactor coarse,
        EigenStatistics statistics, FitContext context)
    {
        Lobpcg solver = new(alignment, transpose, preconditioner, request, context);
        return solver.Iterate(request, coarse, statistics);
    }

    private ColumnBlocks Iterate(EigenRequest request, CoarseFactor coarse, EigenStatistics statistics)
    {
        (_x, _w) = StartVectors.Smooth(_x, _w, request, _preconditioner, _context);
        Orthonormalize(ref _x, []);
        RotateStart();
        double worst = double.PositiveInfinity;
        double largestExcess = Math.Max(LargestExcessCost, ExcessCostOfTolerance * request.IterativeTolerance);
        double[] history = new double[request.IterationLimit + 1];
        for (int iteration = 1; iteration <= request.IterationLimit; iteration++)
        {
            _context.ThrowIfCancelled();
            statistics.Iterations++;
            double residual = Residual();
            _preconditioner.Apply(_spare, _w, _context);
            worst = Math.Min(residual, EstimatedError(coarse)) / request.IterativeTolerance;
            worst = worst <= 1 ? Math.Max(worst, ExcessCost(coarse) / largestExcess) : worst;
            _context.Report(LlePhase.Eigenvectors, iteration, 0);
            history[iteration] = worst;
            if (iteration % 10 == 0)
            {
                _context.Say(
                    LlePhase.Eigenvectors, LleSeverity.Trace,
                    $"LOBPCG iteration {iteration}: {worst:g3} times above its tolerance, eigenvalues {_values[0]:g4} to " +
                    $"{_values[_wanted - 1]:g4}.");
            }

            if (worst <= 1)
            {
                RequireOrthonormal();
                return ColumnBlocks.FromColumns(_x, request.KeepsFurther ? _m : _wanted);
            }

            if (coarse.IsTooCoarse(iteration, _values[_wanted - 1], residual))
            {
                throw new SolverException(
                    $"after {iteration} iterations the residual is {residual:g2} times the gap, with eigenvalues near {_values[0]:g2}");
            }

            if (LobpcgConvergence.IsHopeless(history, iteration)
                || (coarse.InnerSolvesWait && LobpcgConvergence.IsOutrun(history, iteration)))
            {
                throw new SolverException(
                    $"LOBPCG converges too slowly: after {iteration} iterations it is {worst:g3} times above its tolerance");
            }

            Orthonormalize(ref _w, iteration == 1 ? [_x] : [_x, _p]);
            Improve(iteration > 1);
        }

        throw new SolverException(
            $"LOBPCG stopped after {request.IterationLimit} iterations {worst:g3} times above its tolerance of " +
            $"{request.IterativeTolerance:g1}");
    }

    /// <summary>The error as the preconditioner sees it; only trusted where that stands for M^-1, that is
    /// for eigenvalues it resolves.</summary>
    private double EstimatedError(CoarseFactor coarse)
    {
        if (_values[_wanted] < coarse.Resolved)
        {
            return double.PositiveInfinity;
        }

        TallBlock.Center(_w, _context);
        DenseMatrix along = TallBlock.Gram(_x, _w, _context);
        DenseMatrix gram = TallBlock.Gram(_w, _w, _context);
        return LobpcgConvergence.EstimatedError(along, gram, _values, _wanted);
    }

    /// <summary>By how much the cost is above the least, at most, as a part of it. A rough part of a vector turns the space little, and
    /// costs much where the eigenvalues are small.</summary>
    private double ExcessCost(CoarseFactor coarse)
    {
        double excess = LobpcgConvergence.Excess(TallBlock.Gram(_spare, _spare, _context), _values, _wanted);
        if (_values[_wanted] >= coarse.Resolved)
        {
            excess = Math.Min(excess, LobpcgConvergence.EstimatedExcess(TallBlock.Gram(_spare, _w, _context), _wanted));
        }

        return excess / (Math.Max(0, _values[.._wanted].Sum()) + (NegligibleCost * _alignment.Norm()));
    }

    /// <summary>A block whose residuals are all rounding may get directions that lie in it, and the Ritz values of what cancels are far
    /// too small.</summary>
    private void RequireOrthonormal()
    {
        double deviation = LobpcgConvergence.Deviation(TallBlock.Gram(_x, _x, _context));
        if (!(deviation <= LargestDeviation))
        {
            throw new SolverException($"the vectors of LOBPCG lost their orthogonality by {deviation:g2}");
        }
    }

    /// <summary>Leaves M X - X Lambda in the spare block; returns the largest wanted residual over the
    /// gap behind the wanted eigenvalues.</summary>
    private double Residual()
    {
        DenseMatrix image = Multiply(_x), first = image;
        _alignment.Complete(ref image, ref _spare, _transpose, _context);
        _image = image == first ? image : null;
        if (_image is null)
        {
            _free.Push(image);
        }

        DenseMatrix shift = new(_m, _m);
        for (int c = 0; c < _m; c++)
        {
            shift[c, c] = -_values[c];
        }

        TallBlock.AddProduct(_x, shift, _spare, _context);
        DenseMatrix gram = TallBlock.Gram(_spare, _spare, _context);
        return LobpcgConvergence.ResidualOverGap(gram, _values, _wanted);
    }

    /// <summary>Centres a block, makes it orthogonal to others and orthonormal in itself; directions that
    /// vanish become zero columns.</summary>
    private void Orthonormalize(ref DenseMatrix block, DenseMatrix[] others)
    {
        TallBlock.Center(block, _context);
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (DenseMatrix other in others)
            {
                DenseMatrix along = TallBlock.Gram(other, block, _context);
                TensorPrimitives.Negate(along.Values, along.Values);
                TallBlock.AddProduct(other, along, block, _context);
            }

            DenseMatrix transform = SmallDense.InverseRoot(TallBlock.Gram(block, block, _context));
            TallBlock.Product(block, transform, _spare, _context);
            (block, _spare) = (_spare, block);
        }
    }

    /// <summary>A block of whatever content.</summary>
    private DenseMatrix Take() => _free.TryPop(out DenseMatrix? block) ? block : new DenseMatrix(_n, _m);

    private DenseMatrix Multiply(DenseMatrix block)
    {
        DenseMatrix image = Take();
        _matrix.Multiply(block, image, _context);
        return image;
    }

    /// <summary>U^T M V from the images under A (or under M).</summary>
    private DenseMatrix Projected(DenseMatrix left, DenseMatrix leftImage, DenseMatrix rightImage) =>
        TallBlock.Gram(_alignment.LeftOf(left, leftImage), rightImage, _context);

    private void RotateStart()
    {
        DenseMatrix image = Multiply(_x);
        DenseMatrix projected = Projected(_x, image, image);
        (double[] values, DenseMatrix vectors) = SmallDense.SymmetricEigen(projected, TallBlock.EmptyColumns(_x), _m);
        _values = values;
        _free.Push(image);
        DenseMatrix rotated = Combine([_x], vectors);
        _free.Push(_x);
        _x = rotated;
    }

    /// <summary>Rayleigh-Ritz on span{X, W, P}, then the new X and an orthonormal new P.</summary>
    private void Improve(bool withDirections)
    {
        List<DenseMatrix> space = withDirections ? [_x, _w, _p] : [_x, _w];
        List<DenseMatrix> images = [_image ?? Multiply(_x), .. space.Skip(1).Select(Multiply)];
        _image = null;
        int size = space.Count * _m;
        DenseMatrix projected = new(size, size);
        for (int i = 0; i < space.Count; i++)
        {
            for (int j = i; j < space.Count; j++)
            {
                DenseMatrix block = Projected(space[i], images[i], images[j]);
                for (int r = 0; r < _m; r++)
                {
                    for (int c = 0; c < _m; c++)
                    {
                        projected[(i * _m) + r, (j * _m) + c] = block[r, c];
                        projected[(j * _m) + c, (i * _m) + r] = block[r, c];
                    }
                }
            }
        }

        (double[] values, DenseMatrix vectors) = SmallDense.SymmetricEigen(projected, [.. space.SelectMany(TallBlock.EmptyColumns)], _m);
        DenseMatrix directions = SmallDense.ConjugateDirections(vectors);
        _values = values;
        images.ForEach(_free.Push);
        DenseMatrix next = Combine(space, vectors);
        DenseMatrix nextDirections = Combine(space, directions);
        _free.Push(_x);
        _free.Push(_p);
        _x = next;
        _p = nextDirections;
    }

    private DenseMatrix Combine(List<DenseMatrix> space, DenseMatrix coefficients)
    {
        DenseMatrix result = Take();
        TallBlock.Product(space[0], coefficients.CopyRows(0, _m), result, _context);
        for (int b = 1; b < space.Count; b++)
        {
            TallBlock.AddProduct(space[b], coefficients.CopyRows(b * _m, _m), result, _context);
        }

        return result;
    }
}
