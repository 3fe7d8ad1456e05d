namespace Microsoft.ML;

public sealed class MLContext : IHostEnvironmentInternal
{
    private readonly Host _host;

    public MLContext(int? seed = null)
    {
        _host = new Host(seed);
        _host.Message += (source, message) => Log?.Invoke(this, new LoggingEventArgs(message.Message, message.Kind, source));
        MulticlassClassification = new MulticlassClassificationCatalog(_host);
        Regression = new RegressionCatalog(_host);
        Transforms = new TransformsCatalog(_host);
        Model = new ModelOperationsCatalog(_host);
        Data = new DataOperationsCatalog(_host);
    }

    public event EventHandler<LoggingEventArgs> Log;
    public MulticlassClassificationCatalog MulticlassClassification { get; }
    public RegressionCatalog Regression { get; }
    public TransformsCatalog Transforms { get; }
    public ModelOperationsCatalog Model { get; }
    public DataOperationsCatalog Data { get; }
    public ComponentCatalog ComponentCatalog => _host.ComponentCatalog;
    int? IHostEnvironmentInternal.Seed => _host.Seed;
    string IExceptionContext.ContextDescription => _host.ContextDescription;
    internal void CancelExecution() => _host.CancelExecution();
    TException IExceptionContext.Process<TException>(TException ex) => _host.Process(ex);
    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => _host.Register(name, seed, verbose);
    IChannel IChannelProvider.Start(string name) => _host.Start(name);
    IPipe<TMessage> IChannelProvider.StartPipe<TMessage>(string name) => _host.StartPipe<TMessage>(name);
    IProgressChannel IProgressChannelProvider.StartProgressChannel(string name) => _host.StartProgressChannel(name);
}

public class LoggingEventArgs : EventArgs
{
    public LoggingEventArgs(string message) => Message = message;

    public LoggingEventArgs(string message, ChannelMessageKind kind, string source)
    {
        RawMessage = message;
        Kind = kind;
        Source = source;
        Message = $"[Source={source}, Kind={kind}] {message}";
    }

    public string Source { get; }
    public ChannelMessageKind Kind { get; }
    public string Message { get; }
    public string RawMessage { get; }
}
