using System.Reflection;
using System.Text;

namespace Microsoft.ML;

internal sealed class ModelLoadContext : IDisposable
{
    public const string ModelStreamName = "Model.key";
    public readonly string Directory;
    public readonly BinaryReader Reader;
    public readonly string[] Strings;
    public readonly string LoaderAssemblyName;
    public readonly long FpMin;
    private readonly RepositoryReader _repository;
    private readonly ModelHeader _header;

    private ModelLoadContext(RepositoryReader repository, Stream stream, string directory)
    {
        _repository = repository;
        Directory = directory;
        Reader = new BinaryReader(stream, Encoding.UTF8);
        FpMin = stream.Position;
        _header = ModelHeader.Read(Reader);
        Strings = _header.Strings;
        LoaderAssemblyName = _header.LoaderAssemblyName;
    }

    public bool InRepository => _repository != null;

    public static bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir, params object[] extra)
        where TRes : class
    {
        var stream = rep.OpenOrNull(dir, ModelStreamName);
        if (stream is null)
        {
            result = null;
            return false;
        }

        using var context = new ModelLoadContext(rep, stream, dir);
        if (!string.IsNullOrEmpty(context.LoaderAssemblyName))
            env.ComponentCatalog.RegisterAssembly(LoadAssembly(context.LoaderAssemblyName));
        bool found = env.ComponentCatalog.TryLoad(env, context._header.LoaderSignature, context, out object component);
        result = component as TRes;
        if (!found || result is null)
            throw Check.Mark(new FormatException($"Couldn't load model: '{dir}'"));
        context.Done();
        return true;
    }

    public static void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir, params object[] extra)
        where TRes : class
        => Check.Decode(LoadModelOrNull<TRes, TSig>(env, out result, rep, dir, extra), "Corrupt model file");

    public bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra)
        where TRes : class
    {
        Check.State(InRepository, "Can't load a sub-model when reading from a single stream");
        return LoadModelOrNull<TRes, TSig>(env, out result, _repository, Path.Combine(Directory ?? "", name), extra);
    }

    public void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra)
        where TRes : class
        => Check.Decode(LoadModelOrNull<TRes, TSig>(env, out result, name, extra), "Corrupt model file");

    public bool TryLoadBinaryStream(string name, Action<BinaryReader> action)
    {
        Check.State(InRepository, "Can't Load a sub-model when reading from a single stream");
        Check.NonEmpty(name, nameof(name));
        Check.Value(action, nameof(action));
        var stream = _repository.OpenOrNull(Directory, name);
        if (stream is null)
            return false;
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        action(reader);
        return true;
    }

    public void CheckAtModel() => Check.State(Reader.BaseStream.Position == FpMin + ModelHeader.Size);

    public void CheckAtModel(VersionInfo ver)
    {
        CheckAtModel();
        CheckVersionInfo(ver);
    }

    public void CheckVersionInfo(VersionInfo ver) => _header.CheckVersionInfo(ver);

    public string LoadStringOrNull()
    {
        int id = Reader.ReadInt32();
        Check.Decode(id >= -1 && id < Strings.Length);
        return id < 0 ? null : Strings[id];
    }

    public string LoadString()
    {
        int id = Reader.ReadInt32();
        Check.Decode(id >= 0 && id < Strings.Length);
        return Strings[id];
    }

    public string LoadNonEmptyString()
    {
        string text = LoadString();
        Check.Decode(text.Length > 0);
        return text;
    }

    public void Done()
    {
        Check.Decode(Reader.BaseStream.Position - FpMin == _header.ModelEnd);
        Dispose();
    }

    public void Dispose() => Reader.Dispose();

    /// <summary>By simple name: a real zip names signed assemblies, and ours are not.</summary>
    private static Assembly LoadAssembly(string name) => Assembly.Load(new AssemblyName(new AssemblyName(name).Name));
}
