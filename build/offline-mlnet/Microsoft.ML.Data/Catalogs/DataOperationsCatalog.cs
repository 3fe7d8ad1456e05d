namespace Microsoft.ML;

public sealed class DataOperationsCatalog : IInternalCatalog
{
    private readonly IHostEnvironment _env;
    internal DataOperationsCatalog(IHostEnvironment env) => _env = env;
    IHostEnvironment IInternalCatalog.Environment => _env;

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
    {
        Check.Value(data, nameof(data));
        return new EnumerableView<TRow>(data, schemaDefinition);
    }

    public IEnumerable<TRow> CreateEnumerable<TRow>(
        IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        Check.Value(data, nameof(data));
        return Enumerate(data, new TypedRows<TRow>(data.Schema, ignoreMissingColumns, schemaDefinition), reuseRowObject);
    }

    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        Check.Value(input, nameof(input));
        foreach (string name in columnsToPrefetch ?? [])
            _ = input.Schema.GetColumnOrNull(name) ?? throw Check.MissingColumn(nameof(columnsToPrefetch), "prefetch", name);
        return new CachedView(input);
    }

    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        Check.Value(data, nameof(data));
        Check.Param(testFraction is > 0 and < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        var share = RowShare(_env, samplingKeyColumnName, seed);
        return new(new FilteredView(data, id => share(id) >= testFraction), new FilteredView(data, id => share(id) < testFraction));
    }

    public IReadOnlyList<TrainTestData> CrossValidationSplit(
        IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
        => Folds(_env, data, numberOfFolds, samplingKeyColumnName, seed);

    internal static TrainTestData[] Folds(IHostEnvironment env, IDataView data, int numberOfFolds, string samplingKeyColumnName, int? seed)
    {
        Check.Value(data, nameof(data));
        Check.Param(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        var share = RowShare(env, samplingKeyColumnName, seed);
        TrainTestData Fold(int fold)
        {
            bool IsTest(DataViewRowId id) => (int)(share(id) * numberOfFolds) == fold;
            return new(new FilteredView(data, id => !IsTest(id)), new FilteredView(data, IsTest));
        }

        return [.. Enumerable.Range(0, numberOfFolds).Select(Fold)];
    }

    /// <summary>A number in [0, 1) for each row, by which it falls to one part of a split or another.</summary>
    private static Func<DataViewRowId, double> RowShare(IHostEnvironment env, string samplingKeyColumnName, int? seed)
    {
        if (samplingKeyColumnName != null)
            throw Check.NotInOffline("Splitting by a key column");
        ulong key = (ulong)(seed ?? (env as IHostEnvironmentInternal)?.Seed ?? 0);
        return id => UnitHash(id, key);
    }

    private static IEnumerable<TRow> Enumerate<TRow>(IDataView data, TypedRows<TRow> rows, bool reuseRowObject)
        where TRow : class, new()
    {
        using var cursor = data.GetRowCursor(rows.Columns);
        var fill = rows.MakeFiller(cursor);
        TRow row = null;
        while (cursor.MoveNext())
        {
            if (row == null || !reuseRowObject)
                row = new TRow();
            fill(row);
            yield return row;
        }
    }

    /// <summary>A row's id and the seed, mixed to a number in [0, 1) (the finaliser of SplitMix64).</summary>
    private static double UnitHash(DataViewRowId id, ulong seed)
    {
        ulong z = id.Low + (id.High * 31) + ((seed + 1) * 0x9E3779B97F4A7C15UL);
        for (int round = 0; round < 2; round++)
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            z ^= z >> 31;
        }

        return (z >> 11) * (1.0 / (1UL << 53));
    }

    public struct TrainTestData
    {
        public readonly IDataView TrainSet;
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }
}
