namespace LleTransforms.Orleans.Client;

/// <summary>Which options a cluster knows. Others are refused by name, since they would change the result.</summary>
internal static class ClusterOptions
{
    public static void Check(LleOptions options)
    {
        options.Validate();
        Require(options.NumberOfLandmarks is not null, LleOptionName.NumberOfLandmarks, null, $"set on a cluster");
        Require(options.PlaceAmongLandmarks, LleOptionName.PlaceAmongLandmarks, options.PlaceAmongLandmarks,
            $"true on a cluster, where a model holds the landmarks alone");
        Require(options.Method == LleMethod.Standard, LleOptionName.Method, options.Method,
            $"{LleOptionName.Method.Value(LleMethod.Standard)} on a cluster");
        Require(options.Metric is LleMetric.Euclidean or LleMetric.Cosine, LleOptionName.Metric, options.Metric,
            $"{LleOptionName.Metric.Value(LleMetric.Euclidean)} or {LleOptionName.Metric.Value(LleMetric.Cosine)} on a cluster");
        Require(options.NumberOfNeighbors is not null, LleOptionName.NumberOfNeighbors, null, $"set on a cluster");
        Require(options.SupervisionStrength == 0, LleOptionName.SupervisionStrength, options.SupervisionStrength, $"0 on a cluster");
        Require(options.MinimumParticipation == 0, LleOptionName.MinimumParticipation, options.MinimumParticipation, $"0 on a cluster");
        Require(options.MaximumNumberOfTrainingRows is null, LleOptionName.MaximumNumberOfTrainingRows,
            options.MaximumNumberOfTrainingRows, $"{LleOptionName.MaximumNumberOfTrainingRows.Unset()} on a cluster");
    }

    private static void Require(bool holds, LleOptionName option, object? value, FormattableString allowed)
    {
        if (!holds)
        {
            throw LleMessage.OutOfRange(option, value, allowed);
        }
    }
}
