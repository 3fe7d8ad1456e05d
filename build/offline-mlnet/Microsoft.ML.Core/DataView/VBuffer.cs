using System.Collections;

namespace Microsoft.ML.Data;

public readonly struct VBuffer<T> : IEnumerable
{
    public readonly int Length;
    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    public VBuffer(int length, T[] values, int[] indices = null)
    {
        Check.Param(length >= 0, nameof(length));
        Check.Param((values?.Length ?? 0) >= length, nameof(values));
        Length = length;
        _count = length;
        _values = values;
        _indices = indices;
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Check.Param(length >= 0, nameof(length));
        Check.Param(count >= 0 && count <= length, nameof(count));
        Check.Param((values?.Length ?? 0) >= count, nameof(values));
        Check.Param(count == length || (indices?.Length ?? 0) >= count, nameof(indices));
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    public bool IsDense => _count == Length;

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        int available = source?.Length ?? 0;
        Check.Param(length >= 0 && length <= available, nameof(length));
        Check.Param(sourceIndex >= 0 && sourceIndex <= available - length, nameof(sourceIndex));
        var editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        Check.Param(sourceIndex >= 0 && sourceIndex <= Length, nameof(sourceIndex));
        Check.Param(length >= 0 && sourceIndex <= Length - length, nameof(length));
        int first = IsDense ? sourceIndex : LowerBound(sourceIndex);
        int count = IsDense ? length : LowerBound(sourceIndex + length) - first;
        var editor = VBufferEditor.Create(ref destination, length, count);
        _values.AsSpan(first, count).CopyTo(editor.Values);
        for (int i = 0; i < editor.Indices.Length; i++)
            editor.Indices[i] = _indices[first + i] - sourceIndex;
        destination = editor.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        Check.Param(
            destinationIndex >= 0 && destinationIndex <= destination.Length - Length,
            nameof(destination),
            "Not large enough to hold these values.");
        var target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }

        // Without a single explicit value the real one clears the span, whatever the default asked for.
        target.Fill(_count == 0 ? default : defaultValue);
        for (int i = 0; i < _count; i++)
            target[_indices[i]] = _values[i];
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        var buffer = this;
        if (IsDense || all)
            return DenseValues().Select((value, slot) => KeyValuePair.Create(slot, value));
        return Enumerable.Range(0, _count).Select(i => KeyValuePair.Create(buffer._indices[i], buffer._values[i]));
    }

    public IEnumerable<T> DenseValues()
    {
        int next = 0;
        for (int slot = 0; slot < Length; slot++)
        {
            bool isExplicit = IsDense || (next < _count && _indices[next] == slot);
            yield return isExplicit ? _values[next++] : default;
        }
    }

    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    public T GetItemOrDefault(int index)
    {
        Check.Param(index >= 0 && index < Length, nameof(index));
        if (IsDense)
            return _values[index];
        int position = _count == 0 ? -1 : Array.BinarySearch(_indices, 0, _count, index);
        return position >= 0 ? _values[position] : default;
    }

    /// <summary>Enumerates the internal array of values, explicit or spare: a quirk of the real one.</summary>
    public IEnumerator GetEnumerator() => _values.GetEnumerator();

    public override string ToString()
        => IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    internal VBufferEditor<T> GetEditor() => GetEditor(Length, _count);

    internal VBufferEditor<T> GetEditor(
        int newLogicalLength,
        int? valuesCount,
        int? maxValuesCapacity = null,
        bool keepOldOnResize = false,
        bool requireIndicesOnDense = false)
    {
        Check.Param(newLogicalLength >= 0, nameof(newLogicalLength), "Must be non-negative.");
        Check.Param(valuesCount is null or >= 0, nameof(valuesCount), "If specified, must be non-negative.");
        Check.Param(
            valuesCount is null || valuesCount <= newLogicalLength,
            nameof(valuesCount),
            "If specified, must be no greater than newLogicalLength");
        int count = valuesCount ?? newLogicalLength;
        int capacity = maxValuesCapacity ?? Array.MaxLength;
        bool withIndices = count < newLogicalLength || requireIndicesOnDense;
        var values = Enlarge(_values, count, capacity, keepOldOnResize);
        var indices = withIndices ? Enlarge(_indices, count, capacity, keepOldOnResize) : _indices;
        return new VBufferEditor<T>(newLogicalLength, count, values, indices, withIndices, values != _values, indices != _indices);
    }

    private static TItem[] Enlarge<TItem>(TItem[] array, int needed, int capacity, bool keep)
    {
        Check.Param(needed <= capacity, "max", "min must not exceed max");
        int old = array?.Length ?? 0;
        if (old >= needed)
            return array;
        var larger = new TItem[Math.Max(needed, (int)Math.Min(capacity, old == 0 ? 4 : 2L * old))];
        if (keep && old > 0)
            array.CopyTo(larger, 0);
        return larger;
    }

    private int LowerBound(int slot)
    {
        int position = _count == 0 ? 0 : Array.BinarySearch(_indices, 0, _count, slot);
        return position < 0 ? ~position : position;
    }
}
