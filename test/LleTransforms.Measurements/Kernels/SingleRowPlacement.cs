using BenchmarkDotNet.Attributes;
using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Measurements.Kernels;

/// <summary>Placing one unseen row against 10,000 fitted ones; it should allocate nothing.</summary>
[MemoryDiagnoser]
public class SingleRowPlacement
{
    private const int FittedRows = 10_000;
    private const int UnseenRows = 100;
    private const int NumberOfComponents = 2;

    private LleModel _model = null!;
    private FeatureMatrix _unseen = null!;
    private float[] _placed = [];
    private int _row;

    /// <summary>Values in a row.</summary>
    [Params(3, 784)]
    public int Columns { get; set; }

    /// <summary>Fits a model.</summary>
    [GlobalSetup]
    public void Fit()
    {
        ManifoldSample sample = Columns == 3
            ? Manifolds.SwissRoll(FittedRows + UnseenRows, 1)
            : Manifolds.Plane(FittedRows + UnseenRows, Columns, 1);
        _model = LocallyLinearEmbedding.Fit(
            sample.Slice(0, FittedRows).Features, new LleOptions { NumberOfComponents = NumberOfComponents });
        _unseen = FeatureMatrix.FromArray(ToSingle(sample.Slice(FittedRows, UnseenRows).Rows));
        _placed = new float[NumberOfComponents];
    }

    /// <summary>One row.</summary>
    [Benchmark]
    public float Place()
    {
        _row = (_row + 1) % UnseenRows;
        _model.Transform(_unseen.Row(_row), _placed);
        return _placed[0];
    }

    private static float[,] ToSingle(double[,] rows)
    {
        var values = new float[rows.GetLength(0), rows.GetLength(1)];
        for (int i = 0; i < values.GetLength(0); i++)
        {
            for (int j = 0; j < values.GetLength(1); j++)
            {
                values[i, j] = (float)rows[i, j];
            }
        }

        return values;
    }
}
