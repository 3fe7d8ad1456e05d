using System.Numerics;

namespace Microsoft.ML.Offline;

/// <summary>(x - offset) * scale, slot by slot, in the column's own precision.</summary>
internal abstract class AffineFunction(DataViewType type)
{
    public DataViewType Type => type;

    public static AffineFunction Load(BinaryReader reader)
    {
        var type = SchemaSerializer.ReadType(reader);
        bool isDouble = ((type as VectorDataViewType)?.ItemType ?? type) == NumberDataViewType.Double;
        return isDouble ? new AffineFunction<double>(type, reader) : new AffineFunction<float>(type, reader);
    }

    public abstract void Save(BinaryWriter writer);
    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column source);
}

internal sealed class AffineFunction<T> : AffineFunction
    where T : struct, IFloatingPointIeee754<T>, IMinMaxValue<T>
{
    private readonly T[] _scale;
    private readonly T[] _offset;

    public AffineFunction(DataViewType type, BinaryReader reader) : base(type)
    {
        _scale = ValueSerializer.ReadArray<T>(reader);
        _offset = ValueSerializer.ReadArray<T>(reader);
    }

    private AffineFunction(DataViewType type, T[] scale, T[] offset) : base(type)
    {
        _scale = scale;
        _offset = offset;
    }

    /// <summary>One pass for the extremes of each slot; NaN counts for neither, implicit values count as 0.</summary>
    public static AffineFunction Learn(IHostEnvironment env, IDataView data, DataViewSchema.Column source, long maximumExampleCount, bool fixZero)
    {
        int size = (source.Type as VectorDataViewType)?.Size ?? 1;
        var least = Enumerable.Repeat(T.PositiveInfinity, size).ToArray();
        var most = Enumerable.Repeat(T.NegativeInfinity, size).ToArray();
        var values = new T[size];
        using (var cursor = data.GetRowCursor([source]))
        {
            var read = MakeReader(cursor, source);
            for (long row = 0; row < maximumExampleCount && cursor.MoveNext(); row++)
            {
                Check.Alive(env);
                read(values);
                for (int i = 0; i < size; i++)
                {
                    if (values[i] < least[i])
                        least[i] = values[i];
                    if (values[i] > most[i])
                        most[i] = values[i];
                }
            }
        }

        var scale = new T[size];
        var offset = new T[size];
        for (int i = 0; i < size; i++)
        {
            // A slot that is constant, or holds nothing but NaN, carries no information and becomes 0.
            if (!(most[i] > least[i]))
                continue;
            scale[i] = T.One / (fixZero ? T.Max(T.Abs(most[i]), T.Abs(least[i])) : most[i] - least[i]);
            if (!fixZero && scale[i] != T.Zero)
                offset[i] = least[i];
        }

        return new AffineFunction<T>(source.Type, scale, offset);
    }

    public override void Save(BinaryWriter writer)
    {
        SchemaSerializer.WriteType(writer, Type);
        ValueSerializer.WriteArray(writer, _scale);
        ValueSerializer.WriteArray(writer, _offset);
    }

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column source)
    {
        var read = MakeReader(row, source);
        var values = new T[_scale.Length];
        if (Type is not VectorDataViewType)
        {
            return (ValueGetter<T>)((ref T value) =>
            {
                read(values);
                value = (values[0] - _offset[0]) * _scale[0];
            });
        }

        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            read(values);
            for (int i = 0; i < values.Length; i++)
                values[i] = (values[i] - _offset[i]) * _scale[i];
            Buffers.WriteNonDefault(values, x => x == T.Zero, ref value);
        });
    }

    private static Action<T[]> MakeReader(DataViewRow row, DataViewSchema.Column source)
    {
        if (source.Type is not VectorDataViewType)
        {
            var item = row.GetGetter<T>(source);
            return values => item(ref values[0]);
        }

        var vector = row.GetGetter<VBuffer<T>>(source);
        VBuffer<T> buffer = default;
        return values =>
        {
            vector(ref buffer);
            Check.State(buffer.Length == values.Length, $"Normalizer expected {values.Length} slots but got {buffer.Length}");
            buffer.CopyTo(values);
        };
    }
}
