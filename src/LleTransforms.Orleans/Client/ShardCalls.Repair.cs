using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Client;

/// <summary>Leads shards that were lost through the phases again.</summary>
internal sealed partial class ShardCalls
{
    /// <summary>Leads lost shards through the phases before a phase.</summary>
    private async Task RepairAsync(int shard, int phase, CancellationToken stop)
    {
        lock (_lost)
        {
            _lost.Add(shard);
        }

        await _repair.WaitAsync(stop);
        try
        {
            while (true)
            {
                int[] lost;
                lock (_lost)
                {
                    lost = [.. _lost];
                }

                if (lost.Length == 0)
                {
                    return;
                }

                if (await TryStepsAsync(lost, phase, stop))
                {
                    lock (_lost)
                    {
                        _lost.ExceptWith(lost);
                    }
                }
            }
        }
        finally
        {
            _repair.Release();
        }
    }

    private async Task<bool> TryStepsAsync(int[] lost, int phase, CancellationToken stop)
    {
        var faults = new FaultStreak(Patience);
        for (int step = 0; step < phase;)
        {
            try
            {
                await Task.WhenAll(lost.Select(shard => _steps[step](shard))).WaitAsync(stop);
                step++;
            }
            catch (ShardLostException another)
            {
                // It may be one of these, lost again, or one that nobody missed yet.
                lock (_lost)
                {
                    if (another.Shard >= 0)
                    {
                        _lost.Add(another.Shard);
                    }
                }

                return false;
            }
            catch (ShardFaultException fault) when (fault.Kind == ShardFaultKind.CannotOpen && TryMove(fault.Shard))
            {
                await RouteAsync();
            }
            catch (Exception fault) when ((IsTransient(fault) || IsOfOthers(fault, stop)) && !faults.LastsWith(_lastAnswers[lost[0]]))
            {
                await Task.Delay(_pause, stop);
            }
        }

        return true;
    }

    /// <summary>Has a shard opened by the next silo, unless all have tried.</summary>
    private bool TryMove(int shard)
    {
        if (_attempts[shard] + 1 >= _siloCount)
        {
            return false;
        }

        _attempts[shard]++;
        return true;
    }

    private Task RouteAsync()
    {
        FitRoutes routes = Routes;
        return TellAllAsync(grain => grain.RouteAsync(routes));
    }
}
