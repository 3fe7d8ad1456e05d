using System.Reflection;
using Microsoft.ML;

namespace LleTransforms.TestFramework.Data;

/// <summary>Compares schemas down to the values of their annotations.</summary>
internal static class Schemas
{
    private static readonly MethodInfo _annotation = typeof(Schemas)
        .GetMethod(nameof(ReadAnnotation), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static void AssertEqual(DataViewSchema expected, DataViewSchema actual, string what)
    {
        CollectionAssert.AreEqual(
            expected.Select(column => column.Name).ToArray(), actual.Select(column => column.Name).ToArray(), $"{what}: column names.");
        for (int index = 0; index < expected.Count; index++)
        {
            AssertEqual(expected[index], actual[index], $"{what}, column '{expected[index].Name}'");
        }
    }

    public static void AssertEqual(DataViewSchema.Column expected, DataViewSchema.Column actual, string what)
    {
        Assert.AreEqual(expected.Type, actual.Type, $"{what}: type.");
        Assert.AreEqual(expected.IsHidden, actual.IsHidden, $"{what}: hidden.");
        CollectionAssert.AreEquivalent(
            expected.Annotations.Schema.Select(annotation => annotation.Name).ToArray(),
            actual.Annotations.Schema.Select(annotation => annotation.Name).ToArray(), $"{what}: names of the annotations.");
        foreach (var annotation in expected.Annotations.Schema)
        {
            Assert.AreEqual(
                annotation.Type, actual.Annotations.Schema[annotation.Name].Type, $"{what}: type of annotation '{annotation.Name}'.");
            Table.AssertEqual(
                Annotation(expected, annotation.Name), Annotation(actual, annotation.Name), $"{what}, annotation '{annotation.Name}'");
        }
    }

    /// <summary>The value of an annotation, settled.</summary>
    public static object Annotation(DataViewSchema.Column column, string name) =>
        _annotation.MakeGenericMethod(column.Annotations.Schema[name].Type.RawType).Invoke(
            null, BindingFlags.DoNotWrapExceptions, null, [column.Annotations, name], null)!;

    private static object ReadAnnotation<T>(DataViewSchema.Annotations annotations, string name)
    {
        T value = default!;
        annotations.GetValue(name, ref value);
        return ColumnReader.Settle(value!);
    }
}
