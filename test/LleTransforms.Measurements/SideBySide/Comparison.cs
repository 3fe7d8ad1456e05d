using LleTransforms.Samples.Images;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>Runs works on both sides, repetition by repetition in turns, and prints what each took and
/// how far each result is from the converged one.</summary>
internal static class Comparison
{
    /// <summary>Lets the other side's threads, and the compiler in the background, come to rest.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(0.5);

    /// <param name="data">Where the tables lie.</param>
    /// <param name="names">The works to run; none for all quick ones, "all" for all.</param>
    /// <returns>0, or 2 if there is no such work.</returns>
    public static int Run(BenchmarkData data, string[] names)
    {
        if (Array.Find(names, name => name != "all" && Works.All.All(work => work.Name != name)) is string unknown)
        {
            Console.Error.WriteLine(
                $"There is no work {unknown}. There are: all, {string.Join(", ", Works.All.Select(work => work.Name))}.");
            return 2;
        }

        Report.WriteMachine();
        Work[] works =
            [.. Works.All.Where(work => names.Contains("all") || names.Contains(work.Name) || (names.Length == 0 && !work.IsSlow))];
        foreach (PeerLibrary absent in works.Select(work => work.Peer).OfType<PeerLibrary>().Distinct()
            .Where(library => !Peer.IsPresent(library)))
        {
            Console.WriteLine(Peer.Absence(absent));
        }

        HashSet<PeerLibrary> introduced = [];
        List<WorkFigures> all = [];
        foreach (Work work in works)
        {
            try
            {
                WorkFigures figures = Measure(work, data);
                if (figures.PeerAbout is string about && introduced.Add(work.Peer!.Value))
                {
                    Console.WriteLine($"Peer: {about}");
                }

                Report.WriteWork(figures);
                all.Add(figures);
            }
            catch (DataUnavailableException fault)
            {
                Console.WriteLine($"{work.Title}: left out, its data are not here. {fault.Message}");
            }
        }

        Report.WriteTable(all);
        return 0;
    }

    private static WorkFigures Measure(Work work, BenchmarkData data)
    {
        data.Ensure(work.Data, work.NumberOfRows);
        if (work.Unseen is string unseen)
        {
            data.Ensure(unseen, work.UnseenCount);
        }

        using WorkerProcess ours = WorkerProcess.StartOurs(work, data);
        using WorkerProcess? peer = work.Peer is PeerLibrary library && Peer.IsPresent(library)
            ? WorkerProcess.StartPeer(work, data)
            : null;
        WorkerResult ready = ours.WaitUntilReady();
        WorkerResult? peerReady = peer?.WaitUntilReady();
        List<WorkerResult> ourRuns = [];
        List<WorkerResult> peerRuns = [];
        string? fault = ready.Error ?? peerReady?.Error;
        for (int repetition = 0; repetition < work.Repetitions && ready.Error is null; repetition++)
        {
            Thread.Sleep(Rest);
            ourRuns.Add(ours.Run());
            fault ??= ourRuns[^1].Error;
            if (peer is not null && peerReady!.Error is null)
            {
                Thread.Sleep(Rest);
                peerRuns.Add(peer.Run());
                fault ??= peerRuns[^1].Error;
            }
        }

        ourRuns.RemoveAll(run => run.Error is not null);
        peerRuns.RemoveAll(run => run.Error is not null);
        return new WorkFigures(work, ourRuns, peerRuns)
        {
            PeerAbout = peerReady?.About,
            Fault = fault,
            OurDistance = ourRuns.Count > 0 ? Distance(work, data, ours.Output, isPeer: false) : null,
            PeerDistance = peerRuns.Count > 0 ? Distance(work, data, peer!.Output, isPeer: true) : null,
        };
    }

    private static double? Distance(Work work, BenchmarkData data, string output, bool isPeer)
    {
        if (work.FindsNeighbors(isPeer))
        {
            return NeighborCheck.ShareWrong(data.Read(work.Data, work.NumberOfRows), Table.Read(output, work.NumberOfNeighbors));
        }

        if (!work.HasConverged)
        {
            return null;
        }

        Table converged = isPeer ? Converged.Peers(work, data) : Converged.Ours(work, data);
        return PrincipalAngle.Largest(converged, Table.Read(output, work.NumberOfComponents));
    }
}
