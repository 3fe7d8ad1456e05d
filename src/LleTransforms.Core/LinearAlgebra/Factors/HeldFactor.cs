using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>The factor that is in use. There is one at a time, since each may take most of the memory there is. What a large one held goes
/// back to the system at once, since others need it before the garbage collector would look.</summary>
/// <param name="bytes">Those of the factor.</param>
internal sealed class HeldFactor(double bytes) : IDisposable
{
    private const double BytesWorthReclaiming = 1e8;

    private IDisposable? _held;

    public T Hold<T>(T factor)
        where T : IDisposable
    {
        _held = factor;
        return factor;
    }

    public void Dispose()
    {
        if (_held is null)
        {
            return;
        }

        _held.Dispose();
        _held = null;
        if (bytes > BytesWorthReclaiming)
        {
            AvailableMemory.Reclaim();
        }
    }
}
