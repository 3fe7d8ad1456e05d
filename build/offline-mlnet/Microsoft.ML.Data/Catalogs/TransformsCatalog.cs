namespace Microsoft.ML
{
    public sealed class TransformsCatalog : IInternalCatalog
    {
        private readonly IHostEnvironment _env;

        internal TransformsCatalog(IHostEnvironment env)
        {
            _env = env;
            Conversion = new ConversionTransforms(this);
        }

        public ConversionTransforms Conversion { get; }
        IHostEnvironment IInternalCatalog.Environment => _env;

        public sealed class ConversionTransforms : IInternalCatalog
        {
            private readonly IHostEnvironment _env;
            internal ConversionTransforms(TransformsCatalog owner) => _env = owner._env;
            IHostEnvironment IInternalCatalog.Environment => _env;
        }
    }

    public sealed class InputOutputColumnPair
    {
        public InputOutputColumnPair(string outputColumnName, string inputColumnName = null)
        {
            Check.NonEmpty(outputColumnName, nameof(outputColumnName));
            InputColumnName = inputColumnName ?? outputColumnName;
            OutputColumnName = outputColumnName;
        }

        public string InputColumnName { get; }
        public string OutputColumnName { get; }
    }
}

namespace Microsoft.ML.Data
{
    internal interface IInternalCatalog
    {
        IHostEnvironment Environment { get; }
    }

    internal static class CatalogUtils
    {
        public static IHostEnvironment GetEnvironment(this IInternalCatalog catalog)
        {
            Check.Value(catalog, nameof(catalog));
            return catalog.Environment;
        }
    }
}
