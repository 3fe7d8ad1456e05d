using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Schema;

/// <summary>
/// One column that the step adds. The shape an estimator promises and the column a transformer delivers are made from the same record, so
/// that they cannot differ.
/// </summary>
/// <param name="Name">The column's name.</param>
/// <param name="ItemType">The type of a slot.</param>
/// <param name="Size">The number of slots.</param>
/// <param name="SlotPrefix">Slots are named this and their number from 0.</param>
internal sealed record OutputColumn(string Name, PrimitiveDataViewType ItemType, int Size, string SlotPrefix)
{
    private const string SlotNames = "SlotNames";

    public static OutputColumn Coordinates(string name, int numberOfComponents) => new(name, NumberDataViewType.Single, numberOfComponents, "Lle");

    public SchemaShape.Column ToShape() => new(
        Name, SchemaShape.Column.VectorKind.Vector, ItemType, isKey: false,
        new SchemaShape([new SchemaShape.Column(SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false)]));

    public DataViewSchema.DetachedColumn ToColumn()
    {
        var names = new ReadOnlyMemory<char>[Size];
        for (int slot = 0; slot < names.Length; slot++)
        {
            names[slot] = string.Create(CultureInfo.InvariantCulture, $"{SlotPrefix}{slot}").AsMemory();
        }

        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(
            SlotNames,
            new VectorDataViewType(TextDataViewType.Instance, Size),
            (ref VBuffer<ReadOnlyMemory<char>> destination) =>
            {
                var editor = VBufferEditor.Create(ref destination, names.Length);
                names.CopyTo(editor.Values);
                destination = editor.Commit();
            });
        return new DataViewSchema.DetachedColumn(Name, new VectorDataViewType(ItemType, Size), annotations.ToAnnotations());
    }
}
