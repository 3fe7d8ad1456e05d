using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Schema;

/// <summary>What a column that the step adds holds.</summary>
internal enum OutputKind
{
    Coordinates,
    ReconstructionError,
    Neighbors,
    NeighborWeights,
    Features,
}

/// <summary>
/// One column that the step adds. The shape an estimator promises and the column a transformer delivers are made from the same record, so
/// that they cannot differ.
/// </summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Name">The column's name.</param>
/// <param name="ItemType">The type of a slot, or of the scalar.</param>
/// <param name="Size">The number of slots; null for a scalar.</param>
/// <param name="SlotPrefix">Slots are named this and their number from 0.</param>
internal sealed record OutputColumn(OutputKind Kind, string Name, PrimitiveDataViewType ItemType, int? Size, string SlotPrefix)
{
    /// <summary>The names of the slots, where they have names of their own; an empty one gets the prefix and its number.</summary>
    public IReadOnlyList<string>? GivenNames { get; init; }

    private const string SlotNames = "SlotNames";

    public static OutputColumn Coordinates(string name, int numberOfComponents) =>
        new(OutputKind.Coordinates, name, NumberDataViewType.Single, numberOfComponents, "Lle");

    public static OutputColumn ReconstructionError(string name) =>
        new(OutputKind.ReconstructionError, name, NumberDataViewType.Single, null, "");

    public static OutputColumn Neighbors(string name, int numberOfNeighbors) =>
        new(OutputKind.Neighbors, name, NumberDataViewType.Int32, numberOfNeighbors, "Neighbor");

    public static OutputColumn NeighborWeights(string name, int numberOfNeighbors) =>
        new(OutputKind.NeighborWeights, name, NumberDataViewType.Single, numberOfNeighbors, "Weight");

    public static OutputColumn Features(string name, int numberOfFeatures, IReadOnlyList<string>? names) =>
        new(OutputKind.Features, name, NumberDataViewType.Single, numberOfFeatures, "Feature") { GivenNames = names };

    public SchemaShape.Column ToShape() => Size is null
        ? new(Name, SchemaShape.Column.VectorKind.Scalar, ItemType, isKey: false)
        : new(
            Name, SchemaShape.Column.VectorKind.Vector, ItemType, isKey: false,
            new SchemaShape(
                [new SchemaShape.Column(SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false)]));

    public DataViewSchema.DetachedColumn ToColumn()
    {
        if (Size is not int size)
        {
            return new DataViewSchema.DetachedColumn(Name, ItemType);
        }

        var names = new ReadOnlyMemory<char>[size];
        for (int slot = 0; slot < names.Length; slot++)
        {
            names[slot] = GivenNames?[slot] is { Length: > 0 } given
                ? given.AsMemory()
                : string.Create(CultureInfo.InvariantCulture, $"{SlotPrefix}{slot}").AsMemory();
        }

        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(
            SlotNames,
            new VectorDataViewType(TextDataViewType.Instance, size),
            (ref VBuffer<ReadOnlyMemory<char>> destination) =>
            {
                var editor = VBufferEditor.Create(ref destination, names.Length);
                names.CopyTo(editor.Values);
                destination = editor.Commit();
            });
        return new DataViewSchema.DetachedColumn(Name, new VectorDataViewType(ItemType, size), annotations.ToAnnotations());
    }
}
