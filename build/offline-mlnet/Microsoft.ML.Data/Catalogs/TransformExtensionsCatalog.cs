namespace Microsoft.ML;

public static class TransformExtensionsCatalog
{
    public static ColumnCopyingEstimator CopyColumns(this TransformsCatalog catalog, string outputColumnName, string inputColumnName)
        => new((outputColumnName, inputColumnName));

    public static ColumnConcatenatingEstimator Concatenate(this TransformsCatalog catalog, string outputColumnName, params string[] inputColumnNames)
        => new(outputColumnName, inputColumnNames);
}

public static class PcaCatalog
{
    public static PrincipalComponentAnalyzer ProjectToPrincipalComponents(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName = null,
        string exampleWeightColumnName = null,
        int rank = 20,
        int overSampling = 20,
        bool ensureZeroMean = true,
        int? seed = null)
    {
        if (exampleWeightColumnName != null)
            throw Check.NotInOffline("ProjectToPrincipalComponents with example weights");
        return new(catalog.GetEnvironment(), outputColumnName, inputColumnName, rank, overSampling, ensureZeroMean, seed);
    }
}

public static class NormalizationCatalog
{
    public static NormalizingEstimator NormalizeMinMax(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName = null,
        long maximumExampleCount = 1000000000,
        bool fixZero = true)
        => new(catalog.GetEnvironment(), [(outputColumnName, inputColumnName)], maximumExampleCount, fixZero);

    public static NormalizingEstimator NormalizeMinMax(
        this TransformsCatalog catalog, InputOutputColumnPair[] columns, long maximumExampleCount = 1000000000, bool fixZero = true)
        => new(catalog.GetEnvironment(), columns.Select(c => (c.OutputColumnName, c.InputColumnName)), maximumExampleCount, fixZero);
}

public static class ConversionsExtensionsCatalog
{
    public static ValueToKeyMappingEstimator MapValueToKey(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        string inputColumnName = null,
        int maximumNumberOfKeys = 1000000,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
        bool addKeyValueAnnotationsAsText = false,
        IDataView keyData = null)
    {
        if (addKeyValueAnnotationsAsText || keyData != null)
            throw Check.NotInOffline("MapValueToKey with addKeyValueAnnotationsAsText or keyData");
        return new(catalog.GetEnvironment(), outputColumnName, inputColumnName ?? outputColumnName, maximumNumberOfKeys, keyOrdinality);
    }

    public static KeyToValueMappingEstimator MapKeyToValue(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null)
        => new((outputColumnName, inputColumnName ?? outputColumnName));
}
