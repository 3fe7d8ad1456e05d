namespace Microsoft.ML.Offline;

/// <summary>How values become a buffer: which of them make it dense or sparse is part of the contract.</summary>
internal static class Buffers
{
    /// <summary>Keeps only what differs from the default; dense from about half of the slots on.</summary>
    public static void WriteNonDefault<T>(ReadOnlySpan<T> values, Func<T, bool> isDefault, ref VBuffer<T> destination)
    {
        int count = 0;
        foreach (var value in values)
            count += isDefault(value) ? 0 : 1;
        bool dense = values.Length == 0 || (count > 0 && count > values.Length / 2 - 1);
        var editor = VBufferEditor.Create(ref destination, values.Length, dense ? values.Length : count);
        int next = 0;
        for (int i = 0; i < values.Length; i++)
        {
            bool skip = isDefault(values[i]);
            if (dense)
            {
                editor.Values[i] = skip ? default : values[i];
            }
            else if (!skip)
            {
                editor.Indices[next] = i;
                editor.Values[next++] = values[i];
            }
        }

        destination = editor.Commit();
    }

    /// <summary>Buffers one behind the other; sparse if at most half of the slots are explicit.</summary>
    public static void Join<T>(VBuffer<T>[] parts, ref VBuffer<T> destination)
    {
        int length = 0, count = 0;
        foreach (var part in parts)
        {
            length = checked(length + part.Length);
            count = checked(count + part.GetValues().Length);
        }

        bool sparse = count <= length / 2;
        var editor = VBufferEditor.Create(ref destination, length, sparse ? count : length);
        int offset = 0, next = 0;
        foreach (var part in parts)
        {
            if (!sparse)
                part.CopyTo(editor.Values, offset);
            var values = part.GetValues();
            var indices = part.GetIndices();
            for (int i = 0; sparse && i < values.Length; i++)
            {
                editor.Values[next] = values[i];
                if (editor.Indices.Length > 0)
                    editor.Indices[next] = offset + (part.IsDense ? i : indices[i]);
                next++;
            }

            offset += part.Length;
        }

        destination = editor.Commit();
    }
}
