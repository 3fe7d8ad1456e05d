namespace Microsoft.ML.Offline;

/// <summary>A transformer chain, whatever its last transformer.</summary>
internal interface IScopedTransformer
{
    IDataView Transform(IDataView input, TransformerScope scope);
}
