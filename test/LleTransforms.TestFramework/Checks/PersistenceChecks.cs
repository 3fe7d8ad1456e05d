using LleTransforms.TestFramework.Data;
using Microsoft.ML;

namespace LleTransforms.TestFramework.Checks;

/// <summary>Saving to a model zip and loading from it.</summary>
internal static class PersistenceChecks
{
    /// <summary>The loaded transformer gives the fitted one's rows, alone and within a chain, and once more when saved again.</summary>
    public static void ReloadedGivesTheSameRows(ConformanceCase subject)
    {
        var expected = Table.Read(subject.Fitted.Transform(subject.Data));
        expected.AssertEqual(Table.Read(subject.Reloaded.Transform(subject.Data)), "reloaded");

        var twice = SavedModel.Load(SavedModel.Save(subject.Reloaded, subject.Data.Schema), out var inputSchema);
        expected.AssertEqual(Table.Read(twice.Transform(subject.Data)), "reloaded twice");
        Schemas.AssertEqual(subject.Data.Schema, inputSchema, "the input schema in the zip");

        ITransformer chain = new Microsoft.ML.Data.TransformerChain<ITransformer>(subject.Fitted);
        expected.AssertEqual(Table.Read(SavedModel.Reload(chain, subject.Data.Schema).Transform(subject.Data)), "reloaded in a chain");
    }
}
