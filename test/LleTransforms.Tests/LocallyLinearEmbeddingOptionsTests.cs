using System.Reflection;
using Microsoft.ML;

namespace LleTransforms.Tests;

[TestClass]
public sealed class LocallyLinearEmbeddingOptionsTests
{
    private static readonly PropertyInfo[] _engineOptions =
        [.. typeof(LleOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)];

    [TestMethod]
    public void Every_option_of_the_engine_is_there_with_its_type_and_default()
    {
        Assert.IsNotEmpty(_engineOptions);
        foreach (var option in _engineOptions)
        {
            var namesake = typeof(LocallyLinearEmbeddingOptions).GetProperty(option.Name);
            Assert.IsNotNull(namesake, option.Name);
            Assert.AreEqual(option.PropertyType, namesake.PropertyType, option.Name);
            Assert.AreEqual(option.GetValue(new LleOptions()), namesake.GetValue(new LocallyLinearEmbeddingOptions()), option.Name);
        }
    }

    [TestMethod]
    public void Every_option_reaches_the_engine()
    {
        foreach (var option in _engineOptions)
        {
            object? other = Other(option);
            var options = new LocallyLinearEmbeddingOptions();
            typeof(LocallyLinearEmbeddingOptions).GetProperty(option.Name)!.SetValue(options, other);
            Assert.AreEqual(other, option.GetValue(options.Engine), option.Name);
        }
    }

    [TestMethod]
    public void Arguments_of_the_catalog_have_the_defaults_of_the_options()
    {
        var defaults = new LocallyLinearEmbeddingOptions();
        var method = typeof(LleCatalog).GetMethods().Single(
            candidate => candidate.Name == nameof(LleCatalog.LocallyLinearEmbedding) && candidate.GetParameters().Length > 2);
        var optional = method.GetParameters().Where(parameter => parameter.HasDefaultValue && parameter.Name != "inputColumnName")
            .ToArray();
        Assert.IsGreaterThanOrEqualTo(5, optional.Length);
        foreach (var parameter in optional)
        {
            var property = typeof(LocallyLinearEmbeddingOptions).GetProperties()
                .Single(candidate => string.Equals(candidate.Name, parameter.Name, StringComparison.OrdinalIgnoreCase));
            object? value = parameter.DefaultValue is int number && property.PropertyType.IsEnum
                ? Enum.ToObject(property.PropertyType, number)
                : parameter.DefaultValue;
            Assert.AreEqual(property.GetValue(defaults), value, parameter.Name);
        }
    }

    private static object? Other(PropertyInfo option)
    {
        object? value = option.GetValue(new LleOptions());
        var type = Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType;
        return type switch
        {
            _ when type == typeof(int) => (int)(value ?? 0) + 3,
            _ when type == typeof(long) => (long)(value ?? 0L) + 3,
            _ when type == typeof(double) => (double)(value ?? 0.0) + 0.25,
            _ when type == typeof(bool) => !(bool)(value ?? false),
            { IsEnum: true } => Enum.GetValues(type).Cast<object>().LastOrDefault(candidate => !candidate.Equals(value)) ?? value,
            _ => value,
        };
    }
}
