using System.Security.Cryptography;
using System.Text;
using LleTransforms.Fitting;
using LleTransforms.Running;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>
/// The solutions that both sides are compared with, so that nobody wins by being wrong: for small n by a dense decomposition, else by our
/// solvers at far tighter tolerances and from another start. Kept beside the data under a name made of the rows and the options.
/// </summary>
internal static class Converged
{
    private const int LargestDenseRows = 2500;
    private const double DirectTolerance = 1e-11;
    private const double IterativeTolerance = 1e-8;
    private const int IterationLimit = 2000;

    /// <summary>The converged solution for our side.</summary>
    public static Table Ours(Work work, BenchmarkData data)
    {
        string path = PathOf(work, data, "ours");
        if (!File.Exists(path))
        {
            WorkerProcess.RunSelf("side-by-side-converged", data.Folder, work.Name, path);
        }

        return Table.Read(path, work.NumberOfComponents);
    }

    /// <summary>The converged solution of the problem that scikit-learn solves where it is another one, else ours.</summary>
    public static Table Peers(Work work, BenchmarkData data)
    {
        if (!work.PeerDiffers)
        {
            return Ours(work, data);
        }

        string path = PathOf(work, data, "peer");
        if (!File.Exists(path))
        {
            Peer.Run("side_by_side.py", WorkerProcess.PeerArguments(work, data, "Converged", path));
        }

        return Table.Read(path, work.NumberOfComponents);
    }

    /// <summary>Writes our converged solution: the embedding, or the unseen rows as it places them.</summary>
    public static void Compute(Work work, BenchmarkData data, string output)
    {
        LleOptions options = work.Options();
        options.Seed = 1;
        options.EigenSolver = work.NumberOfRows <= LargestDenseRows ? LleEigenSolver.Dense : LleEigenSolver.Auto;
        var context = new FitContext();
        FitPlan plan = FitPlan.Of(options, work.NumberOfNeighbors);
        plan = plan with
        {
            Eigen = plan.Eigen with { Tolerance = DirectTolerance, IterativeTolerance = IterativeTolerance,
                IterationLimit = IterationLimit },
        };
        PreparedRows prepared = PreparedRows.Of(data.Read(work.Data, work.NumberOfRows), options.Metric, context);
        LleModel model = LleModel.Of(FitPipeline.Run(prepared, plan, context), context);
        Table.Write(output, work.Unseen is null ? Table.Of(model) : Table.Of(model.Transform(data.Read(work.Unseen, work.UnseenCount))));
    }

    private static string PathOf(Work work, BenchmarkData data, string side)
    {
        string folder = Directory.CreateDirectory(Path.Combine(data.Folder, "converged")).FullName;
        using FileStream file = File.OpenRead(data.PathOf(work.Data, work.NumberOfRows));
        string key = $"{Convert.ToHexString(SHA256.HashData(file))} {work.NumberOfRows} {work.NumberOfNeighbors} " +
            $"{work.NumberOfComponents} {work.Method} {work.Unseen} {work.UnseenCount} "
            + $"{DirectTolerance} {IterativeTolerance}";
        return Path.Combine(folder, $"{work.Name}-{side}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..12]}.f64");
    }
}
