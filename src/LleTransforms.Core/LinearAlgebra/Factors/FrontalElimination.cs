using System.Collections.Concurrent;
using System.Numerics;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// What the multifrontal factorisations have in common. Whole subtrees are eliminated at once, each on one thread and in one arena. The
/// supernodes above them follow one by one, each front in a block of its own. An update lies packed where its front was, so that nothing
/// is copied beside it. Duff and Reid, "The multifrontal solution of indefinite sparse symmetric linear equations", ACM TOMS 9 (1983).
/// </summary>
/// <remarks>For one factorisation. Nothing computed depends on how many subtrees are worked on at once.</remarks>
internal abstract unsafe class FrontalElimination<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FrontalPlan _plan;
    private readonly FrontalMemory<T> _memory;
    private readonly nint[] _updates;

    protected FrontalElimination(SymbolicFactor symbolic, FactorKind kind)
    {
        Structure = symbolic.Structure;
        _plan = symbolic.PlanOf(kind);
        _memory = new FrontalMemory<T>(_plan.IsPooled);
        if (!_plan.IsPooled)
        {
            AvailableMemory.SuggestCollection();
        }

        _updates = new nint[Structure.Count];
        Factor = new SupernodalFactor<T>(Structure, symbolic.Schedule, kind.IsSymmetric, _plan.Layout);
        _memory.Count(_plan.Layout.SharedLength);
    }

    protected SupernodalStructure Structure { get; }

    protected SupernodalFactor<T> Factor { get; }

    public void Dispose() => _memory.Dispose();

    /// <summary>Eliminates every supernode after its children.</summary>
    /// <param name="workers">Subtrees that are worked on at once; each takes an arena.</param>
    /// <param name="context">Threads and cancellation.</param>
    protected SupernodalFactor<T> Run(int? workers, RunContext context)
    {
        RunSubtrees(Math.Clamp(workers ?? context.NumberOfThreads, 1, Math.Max(1, _plan.Schedule.Subtrees.Count)), context);
        int[] map = new int[_updates.Length == 0 ? 0 : Structure.FirstPivots[Structure.Count]];
        foreach (int s in _plan.TopSequence)
        {
            T* front = _memory.Allocate(_plan.FrontLength(s));
            Assemble(s, front, map);
            for (int child = Structure.ChildHeads[s]; child >= 0; child = Structure.ChildNext[child])
            {
                _memory.Free(UpdateOf(child));
            }

            Eliminate(s, front, context.Parallelism, context.Cancellation);
            if (Structure.BorderCount(s) > 0)
            {
                Pack(s, front, front);
                _updates[s] = (nint)_memory.Shrink(front, _plan.UpdateLength(s));
            }
            else
            {
                _memory.Free(front);
            }
        }

        Factor.PeakBytes = _memory.PeakBytes;
        return Factor;
    }

    /// <summary>Sums the matrix's own entries and the children's updates in a front.</summary>
    /// <param name="s">The supernode.</param>
    /// <param name="front">Its front; holds anything.</param>
    /// <param name="map">One thread's scratch, a number for each row.</param>
    protected abstract void Assemble(int s, T* front, int[] map);

    /// <summary>Eliminates the pivots of a front and stores the panels.</summary>
    /// <param name="s">The supernode.</param>
    /// <param name="front">Its front.</param>
    /// <param name="parallelism">How its own loops may run; null where other supernodes have the threads.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    protected abstract void EliminatePivots(int s, T* front, ParallelOptions? parallelism, CancellationToken cancellationToken);

    /// <summary>Moves the Schur complement from the end of a front to a place at or before its start.</summary>
    protected abstract void Pack(int s, T* front, T* target);

    /// <summary>The packed Schur complement of a supernode, until its parent is assembled.</summary>
    protected T* UpdateOf(int child) => (T*)_updates[child];

    private void Eliminate(int s, T* front, ParallelOptions? parallelism, CancellationToken cancellationToken)
    {
        _memory.Count(Factor.Reserve(s));
        EliminatePivots(s, front, parallelism, cancellationToken);
    }

    private void RunSubtrees(int workers, RunContext context)
    {
        int size = Structure.FirstPivots[Structure.Count];
        ConcurrentBag<Worker> idle = [];
        ParallelOptions options = new() { MaxDegreeOfParallelism = workers, CancellationToken = context.Cancellation };
        Parallel.ForEach(
            RunContext.OneByOne(_plan.Schedule.Subtrees.Count), options,
            () => idle.TryTake(out Worker? worker) ? worker : new Worker((nint)_memory.Allocate(_plan.ArenaLength), new int[size]),
            (t, _, worker) =>
            {
                RunSubtree(_plan.Schedule.Subtrees[t], worker, context);
                return worker;
            },
            idle.Add);
        foreach (Worker worker in idle)
        {
            _memory.Free((T*)worker.Arena);
        }
    }

    private void RunSubtree((int First, int Root) subtree, Worker worker, RunContext context)
    {
        T* free = (T*)worker.Arena;
        for (int i = subtree.First; i <= subtree.Root; i++)
        {
            int s = _plan.Sequence[i];
            T* start = free;
            for (int child = Structure.ChildHeads[s]; child >= 0; child = Structure.ChildNext[child])
            {
                start = Math.Min((nuint)start, (nuint)UpdateOf(child)) == (nuint)start ? start : UpdateOf(child);
            }

            Assemble(s, free, worker.Map);
            Eliminate(s, free, null, context.Cancellation);
            Pack(s, free, start);
            _updates[s] = (nint)start;
            free = start + _plan.UpdateLength(s);
        }

        // The arena is for the next subtree. What its root leaves waits elsewhere for the top.
        long left = _plan.UpdateLength(subtree.Root);
        if (left > 0)
        {
            T* kept = _memory.Allocate(left);
            Buffer.MemoryCopy(UpdateOf(subtree.Root), kept, left * sizeof(T), left * sizeof(T));
            _updates[subtree.Root] = (nint)kept;
        }
    }

    private sealed record Worker(nint Arena, int[] Map);
}
