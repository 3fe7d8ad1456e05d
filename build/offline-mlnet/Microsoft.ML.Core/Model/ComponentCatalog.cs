using System.Reflection;

namespace Microsoft.ML.Runtime;

public sealed class ComponentCatalog
{
    private const BindingFlags AnyAccess = BindingFlags.Public | BindingFlags.NonPublic;
    private readonly HashSet<string> _known = [];
    private readonly Dictionary<string, LoadableClassAttribute> _loaders = new(StringComparer.OrdinalIgnoreCase);
    internal ComponentCatalog() { }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        lock (_known)
        {
            if (!_known.Add(assembly.FullName))
                return;
            var attributes = assembly.GetCustomAttributes<LoadableClassAttribute>();
            foreach (var attribute in attributes.Where(a => a.ArgType is null && a.SigTypes.Contains(typeof(SignatureLoadModel))))
            {
                foreach (string name in attribute.LoadNames)
                    _loaders[name] = attribute;
            }
        }
    }

    /// <summary>Makes the component registered under a loader signature, or answers false if there is none.</summary>
    internal bool TryLoad(IHostEnvironment environment, string signature, ModelLoadContext context, out object component)
    {
        LoadableClassAttribute attribute;
        lock (_known)
        {
            if (!_loaders.TryGetValue(signature, out attribute))
            {
                component = null;
                return false;
            }
        }

        component = Invoke(attribute, environment, context);
        return true;
    }

    private static object Invoke(LoadableClassAttribute attribute, IHostEnvironment environment, ModelLoadContext context)
    {
        Type[] withHost = [typeof(IHostEnvironment), typeof(ModelLoadContext)];
        Type[] withoutHost = [typeof(ModelLoadContext)];
        var loader = attribute.LoaderType;
        try
        {
            foreach (var types in new[] { withoutHost, withHost })
            {
                object[] arguments = types.Length == 2 ? [environment, context] : [context];
                if (loader.GetMethod("Create", AnyAccess | BindingFlags.Static, null, types, null) is { } create && create.ReturnType == attribute.InstanceType)
                    return create.Invoke(null, arguments);
                if (loader.GetConstructor(AnyAccess | BindingFlags.Instance, null, types, null) is { } constructor && attribute.InstanceType.IsAssignableFrom(loader))
                    return constructor.Invoke(arguments);
            }
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner && Check.IsMarked(inner))
        {
            throw Check.Mark(new InvalidOperationException("Error during class instantiation", exception));
        }

        throw Check.State($"Can't instantiate loadable class '{attribute.InstanceType.Name}' with name '{attribute.LoadNames[0]}'");
    }
}
