namespace LleTransforms.Running;

/// <summary>Keeps scratch for reuse: an instance is used by one thread between <see cref="Rent"/> and <see cref="Return"/>.</summary>
/// <remarks>Lock-free. Allocates only while more threads rent at once than ever before; past the slots,
/// scratch is dropped on return.</remarks>
internal sealed class ScratchPool<T>(Func<T> create)
    where T : class
{
    private readonly T?[] _slots = new T?[Math.Max(16, 2 * Environment.ProcessorCount)];

    public T Rent()
    {
        int start = Environment.CurrentManagedThreadId;
        for (int i = 0; i < _slots.Length; i++)
        {
            ref T? slot = ref _slots[(start + i) % _slots.Length];
            if (slot is not null && Interlocked.Exchange(ref slot, null) is T scratch)
            {
                return scratch;
            }
        }

        return create();
    }

    public void Return(T scratch)
    {
        int start = Environment.CurrentManagedThreadId;
        for (int i = 0; i < _slots.Length; i++)
        {
            ref T? slot = ref _slots[(start + i) % _slots.Length];
            if (slot is null && Interlocked.CompareExchange(ref slot, scratch, null) is null)
            {
                return;
            }
        }
    }
}
