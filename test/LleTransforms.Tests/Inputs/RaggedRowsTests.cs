using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Inputs;

/// <summary>A vector that is shorter or longer than its type says is told with its row.</summary>
[TestClass]
public sealed class RaggedRowsTests
{
    [TestMethod]
    [DataRow(2)]
    [DataRow(4)]
    public void The_row_is_named(int length)
    {
        var context = new MLContext();
        Row[] rows = [.. Enumerable.Range(0, 40).Select(i => new Row { Features = [i, i * i % 7, i % 3] })];
        rows[17].Features = new float[length];
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        IDataView data = context.Data.LoadFromEnumerable(rows, schema);

        var fault = Assert.ThrowsExactly<InvalidOperationException>(
            () => context.Transforms.LocallyLinearEmbedding("Lle", nameof(Row.Features), 2, 8).Fit(data));

        StringAssert.Contains(fault.Message, $"Column 'Features' holds {length} values in row 17 (counted from 0); its type says 3.");
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
