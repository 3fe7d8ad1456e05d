using Microsoft.ML;

namespace LleTransforms.TestFramework.Checks;

/// <summary>Wrong inputs are rejected early, everywhere, and with words that help.</summary>
internal static class RejectionChecks
{
    public static void WrongInputsAreRejected(ConformanceCase subject)
    {
        Assert.IsNotEmpty(subject.Rejected, "The case names no wrong input.");
        foreach (var rejected in subject.Rejected)
        {
            Check(rejected, RejectionStages.Shape, "GetOutputSchema", () =>
                subject.Estimator.GetOutputSchema(SchemaShape.Create(rejected.Data.Schema)));
            Check(rejected, RejectionStages.Fit, "Fit", () => subject.Estimator.Fit(rejected.Data));
            foreach (var (name, transformer) in subject.Transformers)
            {
                Check(rejected, RejectionStages.Transform, $"GetOutputSchema, {name}", () =>
                    transformer.GetOutputSchema(rejected.Data.Schema));
                Check(rejected, RejectionStages.Transform, $"GetRowToRowMapper, {name}", () =>
                    transformer.GetRowToRowMapper(rejected.Data.Schema));
                Check(rejected, RejectionStages.Transform, $"Transform, {name}", () => transformer.Transform(rejected.Data));
            }
        }
    }

    private static void Check(RejectedInput rejected, RejectionStages stage, string route, Action action)
    {
        string what = $"{route}, {rejected.Reason}";
        if ((rejected.Stages & stage) == 0)
        {
            action();
            return;
        }

        try
        {
            action();
        }
        catch (Exception exception)
        {
            Assert.AreEqual(rejected.ExceptionType, exception.GetType(), $"{what}: {exception.Message}");
            foreach (string part in rejected.MessageParts)
            {
                Assert.Contains(part, exception.Message, $"{what}: the message lacks a part.");
            }

            return;
        }

        Assert.Fail($"{what}: accepted.");
    }
}
