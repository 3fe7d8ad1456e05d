using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Client;

/// <summary>Has shards whose graph holds together find the coordinates of their landmarks: weights, sums, eigenvectors, signs.</summary>
/// <param name="calls">The shards.</param>
/// <param name="join">What solves the eigenproblem.</param>
/// <param name="columnCount">D.</param>
/// <param name="componentCount">d.</param>
/// <param name="report">Hears of each phase.</param>
/// <param name="token">Stops the work.</param>
internal sealed class LandmarkSteps(
    ShardCalls calls, JoinCalls join, int columnCount, int componentCount, Action<LlePhase, long, long> report, CancellationToken token)
{
    /// <returns>Eigenvalues, and the landmarks' coordinates of unit variance over the rows, row-major.</returns>
    public async Task<(double[] Eigenvalues, double[] Coordinates)> FitAsync(int landmarkCount)
    {
        await WeighAsync(landmarkCount);
        double[] basis = await SolveAsync(landmarkCount);
        (double[] eigenvalues, double[] coordinates) = await RitzAsync(basis, landmarkCount);
        await FixSignsAsync(coordinates);
        return (eigenvalues, coordinates);
    }

    private async Task WeighAsync(int landmarkCount)
    {
        int shardCount = calls.NumberOfShards;
        await calls.RunInStepsAsync(
            (grain, first, count) => grain.WeighAsync(first, count, landmarkCount),
            done => report(LlePhase.LocalGeometry, done, 2 * shardCount));
        await calls.RunInStepsAsync(
            (grain, first, count) => grain.ReduceAsync(first, count),
            done => report(LlePhase.LocalGeometry, shardCount + done, 2 * shardCount));
    }

    private async Task<double[]> SolveAsync(int landmarkCount)
    {
        var bands = new BandSums(calls, FitBands.Of(landmarkCount));
        while (true)
        {
            token.ThrowIfCancellationRequested();
            report(LlePhase.Factorization, 0, 2);
            await bands.SumAsync();
            report(LlePhase.Factorization, 1, 2);
            JoinAnswer answer = await join.AskAsync(() => join.JobOf(JoinKind.Solve, columnCount, landmarkCount));
            if (answer.Fault is string fault)
            {
                throw new LleMessage(
                    $"{fault}",
                    $"A larger {LleOptionName.NumberOfLandmarks} or a larger {LleOptionName.Regularization} would help.")
                    .In(text => new InvalidOperationException(text));
            }

            if (!answer.IsLost)
            {
                report(LlePhase.Factorization, 2, 2);
                await bands.DropAsync();
                return answer.Values.ToArray<double>();
            }
        }
    }

    private async Task<(double[] Eigenvalues, double[] Coordinates)> RitzAsync(double[] basis, int landmarkCount)
    {
        int d = componentCount;
        WireBlock landmarks = WireBlock.Of<double>(basis);
        await calls.RunAsync(shard => calls.DoAsync(shard, grain => grain.ProjectAsync(landmarks, d)));
        WireBlock sums = await calls.FoldAsync(
            WireBlock.Of<double>(new RitzSums(d).Values), (grain, before) => grain.AddRitzAsync(before, d));
        (double[] eigenvalues, double[] coordinates) =
            ClusterModel.Turn(basis, new RitzSums(sums.ToArray<double>(), d), landmarkCount, calls.Routes.NumberOfRows);
        report(LlePhase.Eigenvectors, d, d);
        return (eigenvalues, coordinates);
    }

    /// <summary>Makes each column's largest entry over all rows positive, as on one machine.</summary>
    private async Task FixSignsAsync(double[] coordinates)
    {
        int d = componentCount;
        double[][] largest = new double[calls.NumberOfShards][];
        WireBlock unsigned = WireBlock.Of<double>(coordinates);
        await calls.RunAsync(async shard =>
            largest[shard] = (await calls.DoAsync(shard, grain => grain.LargestAsync(unsigned, d))).ToArray<double>());
        for (int c = 0; c < d; c++)
        {
            // MaxBy takes the first of equals.
            if (largest.Select(ofShard => ofShard[c]).MaxBy(Math.Abs) < 0)
            {
                for (int i = c; i < coordinates.Length; i += d)
                {
                    coordinates[i] = -coordinates[i];
                }
            }
        }
    }
}
