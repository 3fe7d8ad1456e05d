using System.Runtime.InteropServices;
using LleTransforms.Alignment;
using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.LocalGeometry;
using LleTransforms.Orleans.Silo;
using LleTransforms.Orleans.Wire;
using LleTransforms.Running;

namespace LleTransforms.Orleans.Grains;

/// <summary>The shard's rows of A = I - W, of Z, and of A Z.</summary>
/// <remarks>Roweis and Saul 2000, equation 1; Vladymyrov and Carreira-Perpinan 2013, equations 3 and 5.</remarks>
internal sealed partial class ShardGrain
{
    private readonly SortedDictionary<int, SparseMatrix> _reduced = [];
    private readonly Dictionary<int, double[]> _weights = [];
    private readonly HashSet<int> _weighed = [];
    private int[] _landmarks = [];
    private double[] _landmarkWeights = [];
    private int _landmarkCount;

    public async Task WeighAsync(int firstRow, int count, int landmarkCount)
    {
        int k = RequireLists();
        if (_weighed.Contains(firstRow))
        {
            return;
        }

        BeginWeights();
        FitRoutes routes = _routes!;
        FitPlan plan = _plan!;
        CenteredFeatures rows = _rows!;
        LandmarkSet set = await landmarkSets.OfAsync(routes, _fit!.Settings, landmarkCount, _scaling!, _directions);
        int[] lists = _neighbors.AsSpan(firstRow * k, count * k).ToArray();
        int[] needed = [.. lists.Distinct().Order()];
        ReadOnlyMemory<float>[] neighbors = await siloRows.FindAsync(routes, needed, rows.NumberOfColumns);
        int start = routes.Starts[Shard];
        try
        {
            (double[] weights, LandmarkWeights ofLandmarks) = await work.RunAsync(context =>
            {
                int[] local = Array.ConvertAll(lists, row => Array.BinarySearch(needed, row));
                CenteredFeatures own = RowsFrom(firstRow, count);
                return (WeightsOf(own, neighbors, local, plan, context),
                    LandmarkWeights.Of(own, start + firstRow, set.Rows, set.Features, set.Search, plan, context));
            }, _stop.Token);
            _weights[firstRow] = weights;
            ofLandmarks.Neighbors.CopyTo(_landmarks, firstRow * k);
            ofLandmarks.Weights.CopyTo(_landmarkWeights, firstRow * k);
            _landmarkCount = landmarkCount;
            _weighed.Add(firstRow);
        }
        catch (ArithmeticException fault)
        {
            throw new ShardFaultException(ShardFaultKind.Numerical, Shard, fault.Message);
        }
    }

    public Task<WireBlock> InterpolationAsync(WireBlock numbers)
    {
        int k = RequireWeights();
        ReadOnlySpan<int> rows = numbers.As<int>();
        int bytesOfRow = k * (sizeof(int) + sizeof(double));
        byte[] sent = new byte[rows.Length * bytesOfRow];
        Span<int> landmarks = MemoryMarshal.Cast<byte, int>(sent.AsSpan(0, rows.Length * k * sizeof(int)));
        Span<byte> weights = sent.AsSpan(rows.Length * k * sizeof(int));
        for (int i = 0; i < rows.Length; i++)
        {
            _landmarks.AsSpan(rows[i] * k, k).CopyTo(landmarks[(i * k)..]);
            MemoryMarshal.AsBytes(_landmarkWeights.AsSpan(rows[i] * k, k)).CopyTo(weights[(i * k * sizeof(double))..]);
        }

        return Task.FromResult(new WireBlock(sent));
    }

    public async Task ReduceAsync(int firstRow, int count)
    {
        int k = RequireWeights();
        if (_reduced.ContainsKey(firstRow))
        {
            return;
        }

        FitRoutes routes = _routes!;
        int own = routes.Starts[Shard] + firstRow;
        int[] lists = _neighbors.AsSpan(firstRow * k, count * k).ToArray();
        double[] weights = _weights[firstRow];
        int[] needed = [.. lists.Concat(Enumerable.Range(own, count)).Distinct().Order()];
        LandmarkWeights ofNeeded = await InterpolationOfAsync(routes, needed, k);
        SparseMatrix reduced = await work.RunAsync(context =>
        {
            SparseMatrix residual = ResidualRows(own, count, lists, weights, needed);
            return ReducedMatrix.Product(residual, ofNeeded.ToMatrix(), context);
        }, _stop.Token);

        // How much a row of A Z holds shows here alone. The weights of the rows go.
        double bytes = (12.0 * reduced.Values.Length) - (8.0 * weights.Length);
        int numbersOfRow = reduced.Values.Length / count;
        _heldMemory.Add(memory.Hold(bytes, Shard, $"What shard {Shard} ({_fit!.Shard}) has of A Z, {numbersOfRow} numbers a row,"));
        _reduced[firstRow] = reduced;
        _weights.Remove(firstRow);
    }

    private static double[] WeightsOf(
        CenteredFeatures own, ReadOnlyMemory<float>[] neighbors, int[] lists, FitPlan plan, RunContext context)
    {
        int k = plan.NumberOfNeighbors;
        int columnCount = own.NumberOfColumns;
        double[] weights = new double[lists.Length];
        IRowWeights rule = plan.Variant.CreateWeights(k, columnCount, plan.Geometry.Regularization);

        // Neighbours come from many arrays. Those of one row at a time stay in the processor's cache.
        var gathered = new CenteredFeatures(new float[k * columnCount], k, own.Scaling);
        int[] places = [.. Enumerable.Range(0, k)];
        for (int row = 0; row < own.NumberOfRows; row++)
        {
            if ((row & 63) == 0)
            {
                context.ThrowIfCancelled();
            }

            for (int j = 0; j < k; j++)
            {
                neighbors[lists[(row * k) + j]].Span.CopyTo(gathered.Values.AsSpan(j * columnCount));
            }

            rule.Solve(own.Row(row), gathered, places, weights.AsSpan(row * k, k));
        }

        return weights;
    }

    /// <summary>Rows of A, whose columns are places among the rows that they need.</summary>
    private static SparseMatrix ResidualRows(int firstNumber, int count, int[] lists, double[] weights, int[] needed)
    {
        int k = lists.Length / count;
        int width = k + 1;
        int[] rowStarts = [.. Enumerable.Range(0, count + 1).Select(row => row * width)];
        int[] columns = new int[count * width];
        double[] values = new double[columns.Length];
        for (int row = 0; row < count; row++)
        {
            Span<int> rowColumns = columns.AsSpan(row * width, width);
            Span<double> rowValues = values.AsSpan(row * width, width);
            for (int j = 0; j < k; j++)
            {
                rowColumns[j] = Array.BinarySearch(needed, lists[(row * k) + j]);
                rowValues[j] = -weights[(row * k) + j];
            }

            rowColumns[k] = Array.BinarySearch(needed, firstNumber + row);
            rowValues[k] = 1;
            rowColumns.Sort(rowValues);
        }

        return new SparseMatrix(count, needed.Length, rowStarts, columns, values);
    }

    /// <summary>Rows of Z, this shard's and others'.</summary>
    private async Task<LandmarkWeights> InterpolationOfAsync(FitRoutes routes, int[] rows, int k)
    {
        int[] landmarks = new int[rows.Length * k];
        double[] weights = new double[landmarks.Length];
        int rowsOfMessage = WireBlock.MostBytes / k / (sizeof(int) + sizeof(double));
        for (int first = 0; first < rows.Length;)
        {
            int shard = routes.ShardOf(rows[first]);
            int end = first;
            while (end < rows.Length && rows[end] < routes.Starts[shard + 1] && end - first < rowsOfMessage)
            {
                end++;
            }

            int[] numbers = [.. rows[first..end].Select(row => row - routes.Starts[shard])];
            WireBlock numbersSent = WireBlock.Of<int>(numbers);
            WireBlock sent = shard == Shard
                ? await InterpolationAsync(numbersSent)
                : await ShardKey.Grain(GrainFactory, routes, shard).InterpolationAsync(numbersSent);
            Received(sent, shard);
            int length = numbers.Length * k;
            MemoryMarshal.Cast<byte, int>(sent.Bytes.AsSpan(0, length * sizeof(int))).CopyTo(landmarks.AsSpan(first * k));
            sent.Bytes.AsSpan(length * sizeof(int)).CopyTo(MemoryMarshal.AsBytes(weights.AsSpan(first * k)));
            first = end;
        }

        return new LandmarkWeights(_landmarkCount, landmarks, weights, k);
    }

    /// <summary>Some of the shard's rows, which follow each other.</summary>
    private CenteredFeatures RowsFrom(int firstRow, int count)
    {
        CenteredFeatures rows = _rows!;
        int columnCount = rows.NumberOfColumns;
        return new CenteredFeatures(
            rows.Values.AsSpan(firstRow * columnCount, count * columnCount).ToArray(), count, rows.Scaling);
    }

    private void BeginWeights()
    {
        if (_landmarks.Length > 0)
        {
            return;
        }

        double bytes = _rows!.NumberOfRows * SiloMemory.BytesOfWeights(_fit!.Settings);
        _heldMemory.Add(memory.Hold(bytes, Shard, $"Weights of shard {Shard} ({_fit.Shard})"));
        _landmarks = new int[_neighbors.Length];
        _landmarkWeights = new double[_neighbors.Length];
    }

    private int RequireWeights() =>
        _hasLists && _weighed.Count == StepsOf(_rows!.NumberOfRows) ? _plan!.NumberOfNeighbors : throw Lost();

    private static int StepsOf(int rowCount) => (rowCount + ShardSteps.RowsOfStep - 1) / ShardSteps.RowsOfStep;
}

/// <summary>How many rows a call takes.</summary>
internal static class ShardSteps
{
    /// <summary>Rows whose weights one call finds.</summary>
    public const int RowsOfStep = 2048;

    /// <summary>The products that one call of a neighbour search takes, if there are as many. It is two tenths of a second's work, so that
    /// a machine with too much to do answers in time. It is enough for a search of wide rows to try its filter at little cost.</summary>
    public const double ProductsOfCall = 8.4e9;

    /// <summary>The queries of a call, of a search that takes so many products.</summary>
    public static int QueriesOfCall(int rowCount, double products)
    {
        int calls = (int)Math.Clamp(products / ProductsOfCall, 1, Math.Max(1, rowCount));
        return Math.Max(1, (rowCount + calls - 1) / calls);
    }

    /// <summary>The first rows and the counts of steps through some rows.</summary>
    public static IEnumerable<(int First, int Count)> Through(int rowCount, int rowsOfStep)
    {
        for (int first = 0; first < rowCount; first += rowsOfStep)
        {
            yield return (first, Math.Min(rowsOfStep, rowCount - first));
        }
    }
}
