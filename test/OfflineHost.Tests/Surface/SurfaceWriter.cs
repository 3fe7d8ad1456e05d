using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace OfflineHost.Tests.Surface;

/// <summary>One line for each thing that callers of a type compile against: kind, bases, members with parameter names and defaults.</summary>
internal static class SurfaceWriter
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <param name="type">The type to describe.</param>
    /// <param name="inherited">Whether members of base classes count as the type's own.</param>
    public static IEnumerable<string> Describe(Type type, bool inherited)
    {
        string name = NameOf(type);
        yield return $"{name} is {AccessOf(type)}{KindOf(type)}";
        foreach (var parent in Parents(type))
            yield return $"{name} extends {NameOf(parent)}";
        if (type.IsEnum)
        {
            foreach (object value in Enum.GetValues(type))
                yield return $"{name}: {value} = {Convert.ToInt64(value, CultureInfo.InvariantCulture)}";
            yield break;
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            yield return $"{name}: invoked as {Signature(type.GetMethod("Invoke"))}";
            yield break;
        }

        foreach (var member in type.GetMembers(inherited ? Everything : Everything | BindingFlags.DeclaredOnly))
        {
            if (Describe(member) is { } text)
                yield return $"{name}: {text}";
        }
    }

    public static string NameOf(Type type)
    {
        if (type.IsGenericParameter)
            return type.DeclaringMethod is null ? $"!{type.GenericParameterPosition}" : $"!!{type.GenericParameterPosition}";
        if (type.IsByRef)
            return $"{NameOf(type.GetElementType())}&";
        if (type.IsArray)
            return $"{NameOf(type.GetElementType())}[]";
        string name = type.IsNested ? $"{NameOf(type.DeclaringType)}.{type.Name}" : $"{type.Namespace}.{type.Name}";
        if (!type.IsGenericType || type.IsGenericTypeDefinition)
            return name;
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
    }

    private static IEnumerable<Type> Parents(Type type)
    {
        for (var parent = type.BaseType; parent is not null && parent != typeof(object); parent = parent.BaseType)
            yield return parent;
        foreach (var contract in type.GetInterfaces())
            yield return contract;
    }

    private static string KindOf(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (type.IsInterface)
            return "interface";
        if (type.IsValueType)
            return type.IsByRefLike ? "ref struct" : "struct";
        return type.IsAbstract && type.IsSealed ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
    }

    private static string AccessOf(Type type) => type.IsVisible ? "" : "internal ";

    private static string Describe(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } constructor => AccessOf(constructor) is { } access ? $"{access}new{Signature(constructor)}" : null,
        MethodInfo method when !IsAccessorOf(method) => AccessOf(method) is { } access
            ? $"{access}{StaticOf(method)}{NameOf(method.ReturnType)} {method.Name}{Arity(method)}{Signature(method)}" : null,
        FieldInfo field => AccessOf(field) is { } access ? $"{access}{(field.IsStatic ? "static " : "")}{NameOf(field.FieldType)} {field.Name}" : null,
        PropertyInfo property => Describe(property),
        EventInfo contract => AccessOf(contract.AddMethod) is { } access ? $"{access}event {NameOf(contract.EventHandlerType)} {contract.Name}" : null,
        _ => null,
    };

    private static string Describe(PropertyInfo property)
    {
        string get = property.GetMethod is { } getter && AccessOf(getter) is { } read ? $" {read}get;" : "";
        string set = property.SetMethod is { } setter && AccessOf(setter) is { } write ? $" {write}set;" : "";
        if (get.Length + set.Length == 0)
            return null;
        var parameters = property.GetIndexParameters();
        string index = parameters.Length == 0 ? "" : $"[{string.Join(", ", parameters.Select(Describe))}]";
        string scope = (property.GetMethod ?? property.SetMethod).IsStatic ? "static " : "";
        return $"{scope}{NameOf(property.PropertyType)} {property.Name}{index} {{{get}{set} }}";
    }

    private static bool IsAccessorOf(MethodInfo method)
        => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string StaticOf(MethodInfo method) => method.IsStatic ? "static " : "";

    private static string Arity(MethodInfo method) => method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";

    /// <summary>Null for what nobody outside its own assembly can reach.</summary>
    private static string AccessOf(MethodBase method)
        => method.IsPublic ? "" : method.IsFamily || method.IsFamilyOrAssembly ? "protected " : method.IsAssembly ? "internal " : null;

    private static string AccessOf(FieldInfo field)
        => field.IsPublic ? "" : field.IsFamily || field.IsFamilyOrAssembly ? "protected " : field.IsAssembly ? "internal " : null;

    private static string Signature(MethodBase method)
    {
        string receiver = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"({receiver}{string.Join(", ", method.GetParameters().Select(Describe))})";
    }

    private static string Describe(ParameterInfo parameter)
    {
        string direction = parameter.IsOut ? "out " : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        string value = parameter.HasDefaultValue ? $" = {ValueOf(parameter.RawDefaultValue)}" : "";
        return $"{direction}{NameOf(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string ValueOf(object value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        char character => $"'\\u{(int)character:x4}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
