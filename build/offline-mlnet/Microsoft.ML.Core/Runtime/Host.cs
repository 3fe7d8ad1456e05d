using System.Diagnostics;

namespace Microsoft.ML.Offline;

/// <summary>The one implementation of the host interfaces: a tree of hosts that share a log, a catalog and a seed.</summary>
internal sealed class Host : IHost, IHostEnvironmentInternal, ICancelable
{
    private readonly Host _root;
    private readonly Host _parent;
    private readonly object _lock = new();
    private readonly List<WeakReference<Host>> _children = [];
    private readonly string _name;
    private readonly string _fullName;

    public Host(int? seed)
    {
        _root = this;
        Seed = seed;
        Rand = seed is { } s ? new Random(s) : new Random();
        ComponentCatalog = new ComponentCatalog();
    }

    private Host(Host parent, string name, Random rand)
    {
        _root = parent._root;
        _parent = parent;
        _name = name;

        // A host is named by itself and the host two steps up, as the real one has it.
        string prefix = parent._parent?._fullName;
        _fullName = string.IsNullOrEmpty(prefix) ? name : $"{prefix}; {name}";
        Seed = parent.Seed;
        Rand = rand;
        ComponentCatalog = parent.ComponentCatalog;
        IsCanceled = parent.IsCanceled;
    }

    public event Action<string, ChannelMessage> Message;
    public Random Rand { get; }
    public int? Seed { get; }
    public bool IsCanceled { get; private set; }
    public ComponentCatalog ComponentCatalog { get; }
    public string ContextDescription => "HostEnvironment";

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Check.NonEmpty(name, nameof(name));
        lock (_lock)
        {
            _children.RemoveAll(child => !child.TryGetTarget(out _));
            var host = new Host(this, name, new Random(seed ?? Rand.Next()));
            _children.Add(new WeakReference<Host>(host));
            return host;
        }
    }

    public void CancelExecution()
    {
        lock (_lock)
        {
            foreach (var child in _children)
            {
                if (child.TryGetTarget(out var host))
                    host.CancelExecution();
            }

            _children.Clear();
            IsCanceled = true;
        }
    }

    public IChannel Start(string name) => new Channel(_root, string.IsNullOrEmpty(_fullName) ? name : $"{_fullName}; {name}");
    public IPipe<TMessage> StartPipe<TMessage>(string name) => throw Check.NotInOffline("A pipe");

    public IProgressChannel StartProgressChannel(string name)
    {
        Check.NonEmpty(name, nameof(name));
        return new ProgressChannel();
    }

    public TException Process<TException>(TException ex)
        where TException : Exception
    {
        if (ex == null)
            return null;
        ex.Data["Throwing component"] = _name ?? "Environment";
        return Check.Mark(ex);
    }

    private sealed class Channel : IChannel
    {
        private readonly Host _root;
        private readonly string _source;
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private bool _disposed;

        public Channel(Host root, string source)
        {
            _root = root;
            _source = source;
            Trace(MessageSensitivity.None, "Channel started");
        }

        public string ContextDescription => _source;

        public TException Process<TException>(TException ex)
            where TException : Exception
            => ex;

        public void Send(ChannelMessage msg) => _root.Message?.Invoke(_source, msg);
        public void Trace(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Trace, sensitivity, fmt));
        public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Trace, sensitivity, fmt, args));
        public void Error(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Error, sensitivity, fmt));
        public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Error, sensitivity, fmt, args));
        public void Warning(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Warning, sensitivity, fmt));
        public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Warning, sensitivity, fmt, args));
        public void Info(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Info, sensitivity, fmt));
        public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Info, sensitivity, fmt, args));

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            Trace(MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", _watch.Elapsed);
            Trace(MessageSensitivity.None, "Channel disposed");
        }
    }

    /// <summary>Nobody listens to progress under MLContext, in the real one neither.</summary>
    private sealed class ProgressChannel : IProgressChannel
    {
        public IProgressChannel StartProgressChannel(string name) => new ProgressChannel();
        public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction) { }
        public void Checkpoint(params double?[] values) { }
        public void Dispose() { }
    }
}
