using System.Reflection;

namespace Microsoft.ML.Offline;

internal static class GenericCalls
{
    /// <summary>Calls a private generic method of <paramref name="owner"/> with type arguments known only now.</summary>
    public static object Call(Type owner, object target, string method, Type[] types, params object[] arguments)
    {
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return owner.GetMethod(method, any).MakeGenericMethod(types).Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }
}
