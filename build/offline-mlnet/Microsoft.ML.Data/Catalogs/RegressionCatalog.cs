namespace Microsoft.ML
{
    public sealed class RegressionCatalog : TrainCatalogBase
    {
        internal RegressionCatalog(IHostEnvironment env) : base(env, nameof(RegressionCatalog)) => Trainers = new RegressionTrainers(this);

        public RegressionTrainers Trainers { get; }

        public RegressionMetrics Evaluate(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score")
        {
            Check.Value(data, nameof(data));
            Check.NonEmpty(labelColumnName, nameof(labelColumnName));
            Check.NonEmpty(scoreColumnName, nameof(scoreColumnName));
            foreach (var (role, name) in new[] { ("Label", labelColumnName), ("Score", scoreColumnName) })
            {
                var column = data.Schema.GetColumnOrNull(name) ?? throw Check.Mark(new ArgumentOutOfRangeException("schema", $"{name} column '{role}' not found"));
                if (column.Type != NumberDataViewType.Single)
                    throw Check.SchemaMismatch("schema", role.ToLowerInvariant(), name, "Single", column.Type.ToString());
            }

            var pairs = data.GetColumn<float>(labelColumnName).Zip(data.GetColumn<float>(scoreColumnName))
                .Where(pair => !float.IsNaN(pair.First) && !float.IsNaN(pair.Second)).ToList();
            return new RegressionMetrics(pairs.ConvertAll(pair => (double)pair.First), pairs.ConvertAll(pair => (double)pair.First - pair.Second));
        }

        public sealed class RegressionTrainers : CatalogInstantiatorBase
        {
            internal RegressionTrainers(RegressionCatalog catalog) : base(catalog) { }
        }
    }
}

namespace Microsoft.ML.Data
{
    public sealed class RegressionMetrics
    {
        internal RegressionMetrics(List<double> labels, List<double> errors)
        {
            if (labels.Count == 0)
                return;
            double mean = labels.Average(), total = labels.Sum(label => (label - mean) * (label - mean));
            MeanAbsoluteError = errors.Average(Math.Abs);
            MeanSquaredError = LossFunction = errors.Average(error => error * error);
            RootMeanSquaredError = Math.Sqrt(MeanSquaredError);
            RSquared = total == 0 ? double.NaN : 1 - (MeanSquaredError * errors.Count / total);
        }

        public double MeanAbsoluteError { get; }
        public double MeanSquaredError { get; }
        public double RootMeanSquaredError { get; }
        public double LossFunction { get; }
        public double RSquared { get; }
    }
}
