using LleTransforms.Mapping;
using Microsoft.ML;

namespace LleTransforms.Persistence;

/// <summary>How the step that goes back lies in a model zip: ML.NET's header, the columns, the rule, and the model's own binary.</summary>
internal static class ReconstructionEnvelope
{
    /// <summary>At most 24 characters, for ML.NET's header has no room for more. It stays for ever: saved models carry it.</summary>
    public const string LoaderSignature = "LocallyLinearBack";

    private const uint FirstVersion = 0x00010001;

    /// <summary>Writes the step's columns, its rule and its model. <see cref="Load"/> reads the same form.</summary>
    /// <remarks>
    /// *** Binary format ***
    /// <code>
    ///   int      id of the input column's name in the header's string table
    ///   int      id of the output column's name
    ///   int      the rule (LleReconstructionRule)
    ///   int      the neighbours
    ///   double   the ridge
    ///   byte[]   the model as LleModel.Save writes it, to the end of the entry's data
    /// </code>
    /// </remarks>
    public static void Save(ModelSaveContext ctx, ReconstructionPlan plan, LleModel model)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version());
        ctx.SaveNonEmptyString(plan.Input);
        ctx.SaveNonEmptyString(plan.Output);
        ctx.Writer.Write((int)plan.Options.Rule);
        ctx.Writer.Write(plan.Options.NumberOfNeighbors);
        ctx.Writer.Write(plan.Options.Regularization);
        ctx.Writer.Flush();
        model.Save(ctx.Writer.BaseStream);
    }

    public static (ReconstructionPlan Plan, LleModel Model) Load(ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version());
        (string input, string output) = (ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString());
        var rule = (LleReconstructionRule)ctx.Reader.ReadInt32();
        int neighbors = ctx.Reader.ReadInt32();
        double ridge = ctx.Reader.ReadDouble();
        bool isValid = Enum.IsDefined(rule) && neighbors is >= 1 and <= LleOptionRanges.LargestNumberOfNeighbors
            && ridge is >= LleOptionRanges.SmallestRegularization and <= LleOptionRanges.LargestRegularization;
        if (!isValid)
        {
            throw new FormatException(
                $"The saved Locally Linear Reconstruction has the rule {(int)rule}, {neighbors} neighbours and the ridge {ridge}.");
        }

        var options = new LleReconstructionOptions
        {
            Rule = rule, NumberOfNeighbors = neighbors, Regularization = ridge,
        };
        return (new ReconstructionPlan(input, output, options), LleModel.Load(ctx.Reader.BaseStream));
    }

    private static VersionInfo Version() => new(
        modelSignature: "LLE  BCK",
        verWrittenCur: FirstVersion,
        verReadableCur: FirstVersion,
        verWeCanReadBack: FirstVersion,
        loaderAssemblyName: typeof(ReconstructionEnvelope).Assembly.GetName().Name,
        loaderSignature: LoaderSignature);
}
