using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Placement;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>The n x L matrix Z that gives every row its coordinates from those of its nearest landmarks; a landmark keeps its
/// own.</summary>
/// <remarks>
/// Vladymyrov and Carreira-Perpinan, "Locally Linear Landmarks for large-scale manifold learning" (ECML 2013), equation 3, over the k
/// nearest landmarks. The weights are those of the rule that will place unseen rows. So the model maps a training row's features to the
/// bits of its coordinates. Cost: a batch search among L rows, then the weights. Memory 12 n k bytes.
/// </remarks>
internal sealed class LandmarkWeights
{
    private const int RowsInBlock = 1024;

    private readonly int _landmarkCount;
    private readonly int[] _neighbors;
    private readonly double[] _weights;
    private readonly int _neighborCount;

    /// <param name="landmarkCount">L.</param>
    /// <param name="neighbors">k places among the landmarks for each row.</param>
    /// <param name="weights">As many weights.</param>
    /// <param name="neighborCount">k.</param>
    public LandmarkWeights(int landmarkCount, int[] neighbors, double[] weights, int neighborCount)
    {
        _landmarkCount = landmarkCount;
        _neighbors = neighbors;
        _weights = weights;
        _neighborCount = neighborCount;
    }

    /// <summary>k places among the landmarks for each row.</summary>
    public int[] Neighbors => _neighbors;

    /// <summary>As many weights.</summary>
    public double[] Weights => _weights;

    private int NumberOfRows => _neighbors.Length / _neighborCount;

    /// <param name="features">The rows, all distinct.</param>
    /// <param name="landmarks">Which of them are landmarks, ascending, more than k.</param>
    /// <param name="plan">The metric, k, the rule and its ridge.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static LandmarkWeights Find(CenteredFeatures features, int[] landmarks, FitPlan plan, FitContext context)
    {
        CenteredFeatures landmarkFeatures = features.Gather(landmarks);
        INeighborSearch search = NeighborSearches.Create(landmarkFeatures, LleNeighborSearch.Auto, plan.Metric, null, context);
        return Of(features, 0, landmarks, landmarkFeatures, search, plan, context);
    }

    /// <summary>The rows of Z that belong to some rows alone, to the same bits.</summary>
    /// <param name="features">Those rows, one after the other in the whole.</param>
    /// <param name="firstRow">The first of them.</param>
    /// <param name="landmarks">The landmarks' numbers in the whole, ascending.</param>
    /// <param name="landmarkFeatures">Their features.</param>
    /// <param name="search">An exact search of them.</param>
    /// <param name="plan">The metric, k, the rule and its ridge.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static LandmarkWeights Of(
        CenteredFeatures features, int firstRow, int[] landmarks, CenteredFeatures landmarkFeatures, INeighborSearch search, FitPlan plan,
        FitContext context)
    {
        int n = features.NumberOfRows;
        int k = plan.NumberOfNeighbors;
        NeighborGraph nearest = search.FindNearestOf(features, k, context);
        double[] weights = new double[nearest.Indices.Length];
        Func<IRowWeights> createWeights =
            PlacementRule.CreateWeights(plan.Placement, plan.Variant, k, features.NumberOfColumns, plan.Geometry.Regularization);
        Parallel.For(0, (n + RowsInBlock - 1) / RowsInBlock, context.Parallelism, () =>
            (Rule: createWeights(), Row: features.RowScratch()), (block, _, scratch) =>
        {
            int end = Math.Min(n, (block + 1) * RowsInBlock);
            for (int row = block * RowsInBlock; row < end; row++)
            {
                Span<double> ofRow = weights.AsSpan(row * k, k);
                int own = Array.BinarySearch(landmarks, firstRow + row);
                if (own < 0)
                {
                    scratch.Rule.Solve(features.Row(row, scratch.Row), landmarkFeatures, nearest.Of(row), ofRow);
                    continue;
                }

                // In a metric of angles a landmark need not be its own nearest, or even among its nearest.
                int place = Math.Max(0, nearest.Of(row).IndexOf(own));
                nearest.Indices[(row * k) + place] = own;
                ofRow[place] = 1;
            }

            return scratch;
        }, _ => { });
        return new LandmarkWeights(landmarks.Length, nearest.Indices, weights, k);
    }

    public SparseMatrix ToMatrix()
    {
        int n = NumberOfRows;
        int[] rowStarts = new int[n + 1];
        for (int row = 0; row < n; row++)
        {
            int count = 0;
            foreach (double weight in _weights.AsSpan(row * _neighborCount, _neighborCount))
            {
                count += weight != 0 ? 1 : 0;
            }

            rowStarts[row + 1] = rowStarts[row] + count;
        }

        int[] columns = new int[rowStarts[n]];
        double[] values = new double[rowStarts[n]];
        for (int row = 0; row < n; row++)
        {
            int at = rowStarts[row];
            for (int p = row * _neighborCount; p < (row + 1) * _neighborCount; p++)
            {
                if (_weights[p] != 0)
                {
                    columns[at] = _neighbors[p];
                    values[at++] = _weights[p];
                }
            }

            columns.AsSpan(rowStarts[row], at - rowStarts[row]).Sort(values.AsSpan(rowStarts[row], at - rowStarts[row]));
        }

        return new SparseMatrix(n, _landmarkCount, rowStarts, columns, values);
    }

    /// <summary>All rows' coordinates from the landmarks', summed as a model sums them when it places a row.</summary>
    /// <param name="landmarkCoordinates">L x d, row-major.</param>
    /// <param name="componentCount">d.</param>
    /// <param name="context">Threads and cancellation.</param>
    public double[] Apply(double[] landmarkCoordinates, int componentCount, FitContext context)
    {
        double[] coordinates = new double[checked(NumberOfRows * componentCount)];
        RowBlocks.ForEach(NumberOfRows, context, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                int at = row * _neighborCount;
                WeightedSum.Fill(
                    _neighbors.AsSpan(at, _neighborCount),
                    _weights.AsSpan(at, _neighborCount),
                    landmarkCoordinates,
                    coordinates.AsSpan(row * componentCount, componentCount));
            }
        });
        return coordinates;
    }
}
