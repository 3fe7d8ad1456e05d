using BenchmarkDotNet.Attributes;
using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Measurements.Kernels;

/// <summary>The sparse kernels of the eigen solvers, on A = I - W of a swiss roll, on all threads.</summary>
public class SparseKernels
{
    private const int NumberOfNeighbors = 12;
    private const double Regularization = 1e-3;

    /// <summary>The block that LOBPCG iterates on for ten components.</summary>
    private const int BlockWidth = 16;

    private readonly FitContext _context = new();
    private SparseMatrix _matrix = null!;
    private SymbolicFactor _symbolic = null!;
    private SupernodalFactor<double> _factor = null!;
    private ColumnBlock _solved = null!;
    private DenseMatrix _block = null!;
    private DenseMatrix _image = null!;

    /// <summary>n.</summary>
    [Params(20_000)]
    public int Rows { get; set; }

    /// <summary>Makes the matrix and its symbolic factor.</summary>
    [GlobalSetup]
    public void Fill()
    {
        CenteredFeatures features = CenteredFeatures.Create(Manifolds.SwissRoll(Rows, 1).Features, _context);
        NeighborGraph graph = NeighborSearches.Create(features).FindGraph(NumberOfNeighbors, _context);
        _matrix = WeightGraph.ResidualMatrix(
            features, graph, () => new BarycentricWeights(graph.NumberOfNeighbors, features.NumberOfColumns, Regularization), _context);
        _symbolic = SymbolicFactor.Analyze(_matrix, _context);
        _factor = Factor();
        var random = new Random(1);
        _block = new DenseMatrix(Rows, BlockWidth, [.. Enumerable.Range(0, Rows * BlockWidth).Select(_ => random.NextDouble() - 0.5)]);
        _image = new DenseMatrix(Rows, BlockWidth);
        _solved = new ColumnBlock(Rows);
    }

    /// <summary>Fill-reducing order and symbolic count.</summary>
    [Benchmark]
    public long Order() => SymbolicFactor.Analyze(_matrix, _context).Nonzeros;

    /// <summary>The numeric LU of A, bordered at row 0.</summary>
    [Benchmark]
    public int FactorLu() => Factor().Interchanges.Length;

    /// <summary>Both triangles for four right-hand sides.</summary>
    [Benchmark]
    public double SolveLu()
    {
        _block.Values.AsSpan(0, _solved.Values.Length).CopyTo(_solved.Values);
        _factor.Solve(_solved, transposed: false, _context);
        return _solved[0, 0];
    }

    /// <summary>A times a block of LOBPCG.</summary>
    [Benchmark]
    public double MultiplyBlock()
    {
        _matrix.Multiply(_block, _image, _context);
        return _image[0, 0];
    }

    private SupernodalFactor<double> Factor() =>
        SparseLu<double>.Compute(_symbolic, 0, _context);
}
