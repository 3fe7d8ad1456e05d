using LleTransforms.TestFramework.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.TestFramework.Checks;

/// <summary>Schema propagation: what an estimator promises, what its transformer says, and what it delivers.</summary>
internal static class SchemaChecks
{
    /// <summary>Each column promised is delivered with that kind, item type and annotations, and no
    /// column comes that was not promised.</summary>
    public static void PromisedSchemaIsDelivered(ConformanceCase subject)
    {
        var promised = subject.Estimator.GetOutputSchema(SchemaShape.Create(subject.Data.Schema));
        var delivered = SchemaShape.Create(subject.Fitted.Transform(subject.Data).Schema);
        AssertEqual(promised, delivered, "promised and delivered columns");
    }

    /// <summary>GetOutputSchema, Transform and the row mapper agree, before and after saving.</summary>
    public static void SchemaIsTheSameByEveryRoute(ConformanceCase subject)
    {
        var expected = subject.Fitted.GetOutputSchema(subject.Data.Schema);
        foreach (var (name, transformer) in subject.Transformers)
        {
            Schemas.AssertEqual(expected, transformer.GetOutputSchema(subject.Data.Schema), $"GetOutputSchema, {name}");
            Schemas.AssertEqual(expected, transformer.Transform(subject.Data).Schema, $"Transform, {name}");
            Assert.IsTrue(transformer.IsRowToRowMapper, $"The {name} transformer is no row-to-row mapper.");
            var mapper = transformer.GetRowToRowMapper(subject.Data.Schema);
            Assert.AreSame(subject.Data.Schema, mapper.InputSchema, $"The {name} mapper is bound to another schema.");
            Schemas.AssertEqual(expected, mapper.OutputSchema, $"row mapper, {name}");
        }
    }

    /// <summary>Vectors that the step adds name each slot, each differently.</summary>
    public static void AddedVectorsHaveSlotNames(ConformanceCase subject)
    {
        foreach (var (name, transformer) in subject.Transformers)
        {
            var schema = transformer.GetOutputSchema(subject.Data.Schema);
            foreach (string output in subject.OutputColumns)
            {
                if (schema[output].Type is not VectorDataViewType vector)
                {
                    continue;
                }

                Assert.IsNotNull(
                    schema[output].Annotations.Schema.GetColumnOrNull("SlotNames"), $"Column '{output}' has no slot names ({name}).");
                var names = (string[])Schemas.Annotation(schema[output], "SlotNames");
                Assert.HasCount(vector.Size, names, $"Slot names of '{output}' ({name}).");
                Assert.IsFalse(names.Any(string.IsNullOrEmpty), $"A slot of '{output}' has an empty name ({name}).");
                CollectionAssert.AllItemsAreUnique(names, $"Slot names of '{output}' ({name}).");
            }
        }
    }

    private static void AssertEqual(SchemaShape promised, SchemaShape delivered, string what)
    {
        CollectionAssert.AreEquivalent(
            promised.Select(column => column.Name).ToArray(), delivered.Select(column => column.Name).ToArray(), $"{what}: names.");
        foreach (var column in promised)
        {
            var other = delivered.Single(candidate => candidate.Name == column.Name);
            Assert.AreEqual(column.Kind, other.Kind, $"{what}, '{column.Name}': kind.");
            Assert.AreEqual(column.ItemType, other.ItemType, $"{what}, '{column.Name}': item type.");
            Assert.AreEqual(column.IsKey, other.IsKey, $"{what}, '{column.Name}': key.");
            AssertEqual(column.Annotations, other.Annotations, $"{what}, annotations of '{column.Name}'");
        }
    }
}
