using System.Text;

namespace Microsoft.ML;

public sealed class ModelSaveContext : IDisposable
{
    internal readonly string Directory;
    internal readonly BinaryWriter Writer;
    internal readonly long FpMin;
    private readonly RepositoryWriter _repository;
    private readonly ModelHeader _header = new();
    private readonly List<string> _strings = [];

    private ModelSaveContext(RepositoryWriter repository, string directory, Stream stream)
    {
        _repository = repository;
        Directory = directory;
        Writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        FpMin = stream.Position;
        Writer.Write(new byte[ModelHeader.Size]);
    }

    internal bool InRepository => _repository != null;

    public void Dispose()
    {
        if (InRepository)
            Writer.Dispose();
    }

    internal static void SaveModel<T>(RepositoryWriter rep, T value, string path)
        where T : class
    {
        if (value is ICanSaveModel model)
            SavePart(rep, path, model.Save);
    }

    internal void SaveModel<T>(T value, string name)
        where T : class
    {
        Check.State(InRepository, "Can't save a sub-model when writing to a single stream");
        SaveModel(_repository, value, Path.Combine(Directory ?? "", name));
    }

    internal void SaveSubModel(string dir, Action<ModelSaveContext> fn)
    {
        Check.State(InRepository, "Can't save a sub-model when writing to a single stream");
        Check.NonEmpty(dir, nameof(dir));
        Check.Value(fn, nameof(fn));
        SavePart(_repository, Path.Combine(Directory ?? "", dir), fn);
    }

    internal void SaveBinaryStream(string name, Action<BinaryWriter> action)
    {
        Check.State(InRepository, "Can't save a text stream when writing to a single stream");
        Check.NonEmpty(name, nameof(name));
        Check.Value(action, nameof(action));
        _repository.Write(Directory, name, stream =>
        {
            using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
            action(writer);
        });
    }

    internal void CheckAtModel() => Check.State(Writer.BaseStream.Position == FpMin + ModelHeader.Size);
    internal void SetVersionInfo(VersionInfo ver) => _header.SetVersionInfo(ver);

    internal void SaveStringOrNull(string str)
    {
        if (str == null)
            Writer.Write(-1);
        else
            SaveString(str);
    }

    internal void SaveString(string str)
    {
        Check.Value(str, nameof(str));
        int index = _strings.IndexOf(str);
        if (index < 0)
        {
            index = _strings.Count;
            _strings.Add(str);
        }

        Writer.Write(index);
    }

    internal void SaveString(ReadOnlyMemory<char> str) => SaveString(str.ToString());

    internal void SaveNonEmptyString(string str)
    {
        Check.Param(!string.IsNullOrEmpty(str), nameof(str));
        SaveString(str);
    }

    internal void SaveNonEmptyString(ReadOnlyMemory<char> str) => SaveString(str.ToString());

    internal void Done()
    {
        Check.State(_header.ModelSignature != 0, "ModelSignature not specified!");
        _header.Write(Writer, FpMin, _strings);
        Dispose();
    }

    private static void SavePart(RepositoryWriter repository, string directory, Action<ModelSaveContext> action)
    {
        // The part's own sub-models become entries of their own while it is being written.
        repository.Write(directory, ModelLoadContext.ModelStreamName, stream =>
        {
            using var context = new ModelSaveContext(repository, directory, stream);
            action(context);
            context.Done();
        });
    }
}
