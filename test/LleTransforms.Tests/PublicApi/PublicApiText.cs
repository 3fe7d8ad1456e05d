using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace LleTransforms.Tests.PublicApi;

/// <summary>An assembly's public members as text: one line for each type and for each member that callers compile against.</summary>
internal static class PublicApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext _nullability = new();

    public static IEnumerable<string> Of(Assembly assembly) =>
        assembly.GetExportedTypes().OrderBy(NameOf, StringComparer.Ordinal).SelectMany(Of);

    private static IEnumerable<string> Of(Type type)
    {
        string bases = string.Join(", ", Bases(type).Select(NameOf).Order(StringComparer.Ordinal));
        yield return $"{KindOf(type)} {NameOf(type)}{(bases.Length > 0 ? " : " + bases : string.Empty)}";
        IEnumerable<string> members = type.IsEnum
            ? Enum.GetValues(type).Cast<object>().Select(value => $"{value} = {Convert.ToInt64(value, CultureInfo.InvariantCulture)}")
            : type.GetMembers(Declared).Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute))).Select(Describe).OfType<string>().Order(StringComparer.Ordinal);
        foreach (string member in members)
        {
            yield return "    " + member;
        }
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } constructor when IsOffered(constructor) => $"new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } method when IsOffered(method) =>
            $"{ScopeOf(method)}{NameOf(_nullability.Create(method.ReturnParameter))} {method.Name}({Parameters(method)})",
        PropertyInfo property => Describe(property),
        FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily => $"{(field.IsStatic ? "static " : string.Empty)}{NameOf(field.FieldType)} {field.Name}",
        _ => null,
    };

    private static string? Describe(PropertyInfo property)
    {
        bool reads = property.GetMethod is { } getter && IsOffered(getter);
        bool writes = property.SetMethod is { } setter && IsOffered(setter);
        bool isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        return reads || writes
            ? $"{ScopeOf((property.GetMethod ?? property.SetMethod)!)}{NameOf(_nullability.Create(property))} {property.Name} {{{(reads ? " get;" : "")}{(writes ? isInit ? " init;" : " set;" : "")} }}"
            : null;
    }

    private static bool IsOffered(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string ScopeOf(MethodBase method) => method.IsStatic ? "static " : string.Empty;

    private static string Parameters(MethodBase method)
    {
        string receiver = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : string.Empty;
        return receiver + string.Join(", ", method.GetParameters().Select(parameter =>
            $"{(parameter.IsOut ? "out " : string.Empty)}{NameOf(_nullability.Create(parameter))} {parameter.Name}{DefaultOf(parameter)}"));
    }

    private static string DefaultOf(ParameterInfo parameter) => !parameter.HasDefaultValue ? string.Empty : " = " + parameter.RawDefaultValue switch
    {
        null => "default",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var value => $"\"{value}\"",
    };

    private static IEnumerable<Type> Bases(Type type)
    {
        if (type.IsEnum)
        {
            return [];
        }

        IEnumerable<Type> contracts = type.GetInterfaces().Where(contract => contract.IsVisible);
        return type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? contracts.Prepend(parent) : contracts;
    }

    private static string KindOf(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsValueType ? type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly struct" : "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsSealed ? "sealed class" : "class";

    private static string NameOf(NullabilityInfo info)
    {
        string name = NameOf(info.Type);
        return info.ReadState == NullabilityState.Nullable && !info.Type.IsValueType ? name + "?" : name;
    }

    private static string NameOf(Type type)
    {
        if (type.IsByRef || type.IsArray)
        {
            return NameOf(type.GetElementType()!) + (type.IsByRef ? "&" : $"[{new string(',', type.GetArrayRank() - 1)}]");
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return NameOf(underlying) + "?";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        string name = type.IsNested ? $"{NameOf(type.DeclaringType!)}.{type.Name}" : $"{type.Namespace}.{type.Name}";
        return type.IsGenericType ? $"{name[..name.LastIndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : name;
    }
}
