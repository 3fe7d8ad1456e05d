using System.Reflection;
using LleTransforms.TestFramework.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.TestFramework.Checks;

/// <summary>Who owns the memory of a value: the caller, from the moment a getter returns.</summary>
internal static class BufferChecks
{
    private static readonly MethodInfo _overwrite = typeof(BufferChecks)
        .GetMethod(nameof(AssertOverwritten), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>A value fetched in one row still holds after the cursor has moved on and been disposed.</summary>
    public static void ValuesOutliveTheirRow(ConformanceCase subject)
    {
        var view = subject.Fitted.Transform(subject.Data);
        foreach (string output in subject.OutputColumns)
        {
            var held = new List<object>();
            var settled = new List<object>();
            using (var cursor = view.GetRowCursor([view.Schema[output]]))
            {
                var reader = ColumnReader.Create(cursor, view.Schema[output]);
                while (cursor.MoveNext())
                {
                    object value = reader();
                    held.Add(value);
                    settled.Add(ColumnReader.Settle(value));
                }
            }

            for (int row = 0; row < held.Count; row++)
            {
                Table.AssertEqual(settled[row], ColumnReader.Settle(held[row]), $"'{output}' of row {row}, looked at after the last row");
            }
        }
    }

    /// <summary>A buffer that held something else, longer or sparse, gives the same value as a new one.</summary>
    public static void UsedBuffersAreOverwritten(ConformanceCase subject)
    {
        var view = subject.Fitted.Transform(subject.Data);
        foreach (string output in subject.OutputColumns)
        {
            if (view.Schema[output].Type is VectorDataViewType vector)
            {
                _overwrite.MakeGenericMethod(vector.ItemType.RawType).Invoke(
                    null, BindingFlags.DoNotWrapExceptions, null, [view, view.Schema[output]], null);
            }
        }
    }

    private static void AssertOverwritten<T>(IDataView view, DataViewSchema.Column column)
    {
        using var cursor = view.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<T>>(column);
        int size = ((VectorDataViewType)column.Type).Size;
        var longer = new VBuffer<T>(size + 3, new T[size + 3]);
        var sparse = new VBuffer<T>(size + 1, 1, new T[1], [size]);
        var empty = new VBuffer<T>(0, []);
        while (cursor.MoveNext())
        {
            VBuffer<T> fresh = default;
            getter(ref fresh);
            getter(ref longer);
            getter(ref sparse);
            getter(ref empty);
            object expected = ColumnReader.Settle(fresh);
            Table.AssertEqual(expected, ColumnReader.Settle(longer), $"'{column.Name}' in a longer buffer");
            Table.AssertEqual(expected, ColumnReader.Settle(sparse), $"'{column.Name}' in a sparse buffer");
            Table.AssertEqual(expected, ColumnReader.Settle(empty), $"'{column.Name}' in an empty buffer");
        }
    }
}
