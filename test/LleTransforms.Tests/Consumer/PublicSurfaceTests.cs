using System.Reflection;

namespace LleTransforms.Tests.Consumer;

[TestClass]
public sealed class PublicSurfaceTests
{
    /// <summary>Our own build cannot see this: it is compiled against references whose internal types are public.</summary>
    [TestMethod]
    public void Public_signatures_name_only_public_types()
    {
        var signatures =
            from type in typeof(LocallyLinearEmbeddingTransformer).Assembly.GetExportedTypes()
            from used in SignatureTypes(type)
            select (type, used.Member, used.Type);

        var hidden = signatures.Where(signature => !IsVisible(signature.Type))
            .Select(signature => $"{signature.type}.{signature.Member}: {signature.Type}").ToList();

        Assert.IsNotEmpty(signatures);
        Assert.IsEmpty(hidden, string.Join(Environment.NewLine, hidden));
    }

    private static IEnumerable<(string Member, Type Type)> SignatureTypes(Type type)
    {
        const BindingFlags Declared =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

        // Interfaces do not count: a public type may implement one that its users cannot see, as many of ML.NET's own do.
        var supertypes = new[] { ("base type", type.BaseType ?? typeof(object)) };
        var methods = type.GetMembers(Declared).OfType<MethodBase>().Where(IsPartOfSurface);
        var parameters = methods.SelectMany(method => method.GetParameters().Select(parameter => (method.Name, parameter.ParameterType)));
        var results = methods.OfType<MethodInfo>().Select(method => (method.Name, method.ReturnType));
        var fields = type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
            .Select(field => (field.Name, field.FieldType));
        return supertypes.Concat(parameters).Concat(results).Concat(fields);
    }

    private static bool IsPartOfSurface(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(Type type) =>
        type.HasElementType ? IsVisible(type.GetElementType()!) : type.IsGenericParameter || type.IsVisible;
}
