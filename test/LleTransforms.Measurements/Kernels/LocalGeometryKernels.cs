using BenchmarkDotNet.Attributes;
using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Measurements.Kernels;

/// <summary>One neighbourhood's geometry, on one thread, in rows of 3 and of 784 values.</summary>
[MemoryDiagnoser]
public class LocalGeometryKernels
{
    private const int NumberOfRows = 500;
    private const int NumberOfComponents = 2;
    private const double Regularization = 1e-3;

    private CenteredFeatures _features = null!;
    private NeighborGraph _graph = null!;
    private BarycentricWeights _weights = null!;
    private TangentCoordinates _tangent = null!;
    private Neighborhood _neighborhood = null!;
    private double[] _values = [];
    private int _row;

    /// <summary>Values in a row.</summary>
    [Params(3, 784)]
    public int Columns { get; set; }

    /// <summary>k.</summary>
    [Params(12, 30)]
    public int Neighbors { get; set; }

    /// <summary>Makes rows, their graph and one thread's scratch.</summary>
    [GlobalSetup]
    public void Fill()
    {
        var context = new FitContext();
        ManifoldSample sample = Columns == 3 ? Manifolds.SwissRoll(NumberOfRows, 1) : Manifolds.Plane(NumberOfRows, Columns, 1);
        _features = CenteredFeatures.Create(sample.Features, context);
        _graph = NeighborSearches.Create(_features).FindGraph(Neighbors, context);
        _weights = new BarycentricWeights(Neighbors, Columns, Regularization);
        _tangent = new TangentCoordinates(Neighbors, Columns);
        _neighborhood = new Neighborhood(Neighbors, Columns);
        _values = new double[Neighbors];
    }

    /// <summary>The weights that rebuild a row from its neighbours.</summary>
    [Benchmark]
    public double Barycentric()
    {
        int row = Next();
        _weights.Solve(_features.Row(row), _features, _graph.Of(row), _values);
        return _values[0];
    }

    /// <summary>The neighbours' coordinates in their tangent spaces, of a group of neighbourhoods, a figure for each.</summary>
    [Benchmark(OperationsPerInvoke = TangentCoordinates.LargestGroup)]
    public int Tangent()
    {
        for (int lane = 0; lane < TangentCoordinates.LargestGroup; lane++)
        {
            int row = Next();
            _neighborhood.LoadRelativeTo(_features.Row(row), _features, _graph.Of(row));
            _tangent.Load(lane, _neighborhood);
        }

        _tangent.Decompose(TangentCoordinates.LargestGroup);
        _tangent.FindDirections(NumberOfComponents);
        int count = 0;
        for (int lane = 0; lane < TangentCoordinates.LargestGroup; lane++)
        {
            count += _tangent.Compute(lane, NumberOfComponents, centered: false);
        }

        return count;
    }

    private int Next() => _row = (_row + 1) % NumberOfRows;
}
