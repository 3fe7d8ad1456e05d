using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>Scratch of vectors of eight doubles, each within one cache line: one number each for eight
/// problems that are solved side by side.</summary>
internal sealed class AlignedLanes
{
    private readonly double[] _values;
    private readonly int _start;
    private readonly int _length;

    /// <param name="count">How many vectors.</param>
    public unsafe AlignedLanes(int count)
    {
        _length = checked(count * Vector512<double>.Count);
        _values = GC.AllocateArray<double>(_length + Vector512<double>.Count - 1, pinned: true);
        fixed (double* first = _values)
        {
            nuint beyond = (nuint)first % (nuint)sizeof(Vector512<double>);
            _start = beyond == 0 ? 0 : (sizeof(Vector512<double>) - (int)beyond) / sizeof(double);
        }
    }

    public Span<Vector512<double>> Vectors => MemoryMarshal.Cast<double, Vector512<double>>(_values.AsSpan(_start, _length));

    /// <summary>The same numbers one by one: eight for each vector.</summary>
    public Span<double> Values => _values.AsSpan(_start, _length);
}
