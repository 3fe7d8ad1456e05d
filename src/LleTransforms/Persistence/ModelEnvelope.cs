using LleTransforms.Mapping;
using LleTransforms.Schema;
using Microsoft.ML;

namespace LleTransforms.Persistence;

/// <summary>How the step lies in a model zip: ML.NET's header, which names our assembly and loader, the
/// columns, and the model's own binary.</summary>
internal static class ModelEnvelope
{
    /// <summary>At most 24 characters, for ML.NET's header has no room for more. It stays for ever: saved models carry it.</summary>
    public const string LoaderSignature = "LocallyLinearEmbedding";

    /// <summary>The version, behind 0x00010001, that says what becomes of rows that have no place.</summary>
    private const uint UnplacedRowsVersion = 0x00010002;

    /// <summary>Writes the step's columns and its model. <see cref="Load"/> reads the same form.</summary>
    /// <remarks>
    /// *** Binary format ***
    /// <code>
    ///   int      id of the input column's name in the header's string table
    ///   int      id of the name of the column of coordinates
    ///   int      id of the name of the column of reconstruction errors, -1 for none
    ///   int      id of the name of the column of neighbours, -1 for none
    ///   int      id of the name of the column of their weights, -1 for none
    ///   int      what becomes of rows that have no place (LleUnplacedRows); since version 0x00010002, 0 before
    ///   long     bytes of the model that follow
    ///   byte[]   the model as LleModel.Save writes it
    /// </code>
    /// </remarks>
    public static void Save(ModelSaveContext ctx, MappingPlan plan, LleModel model)
    {
        var names = plan.Names;
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version());
        ctx.SaveNonEmptyString(names.Input);
        ctx.SaveNonEmptyString(names.Coordinates);
        ctx.SaveStringOrNull(names.ReconstructionError);
        ctx.SaveStringOrNull(names.Neighbors);
        ctx.SaveStringOrNull(names.NeighborWeights);
        ctx.Writer.Write((int)plan.UnplacedRows);

        // ML.NET saves to seekable streams only, so the length can be written when it is known.
        var stream = ctx.Writer.BaseStream;
        ctx.Writer.Write(0L);
        ctx.Writer.Flush();
        long start = stream.Position;
        model.Save(stream);
        long end = stream.Position;
        stream.Position = start - sizeof(long);
        ctx.Writer.Write(end - start);
        ctx.Writer.Flush();
        stream.Position = end;
    }

    public static (MappingPlan Plan, LleModel Model) Load(ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version());
        var names = new ColumnNames(
            ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString(), ctx.LoadStringOrNull(), ctx.LoadStringOrNull(), ctx.LoadStringOrNull());
        var unplaced = ctx.Header.ModelVerWritten >= UnplacedRowsVersion ? (LleUnplacedRows)ctx.Reader.ReadInt32() : LleUnplacedRows.NaN;
        if (!Enum.IsDefined(unplaced))
        {
            throw new FormatException($"The saved Locally Linear Embedding does with unplaced rows what has the number {(int)unplaced}.");
        }

        long length = ctx.Reader.ReadInt64();
        var stream = ctx.Reader.BaseStream;
        long start = stream.Position;
        if (length < 0 || length > stream.Length - start)
        {
            throw new FormatException(
                $"The saved Locally Linear Embedding says it has {length} bytes; {stream.Length - start} are left in its entry.");
        }

        var model = LleModel.Load(stream);
        if (stream.Position != start + length)
        {
            throw new FormatException(
                $"The saved Locally Linear Embedding says it has {length} bytes; reading it took {stream.Position - start}.");
        }

        if (names.NeedExplanation && !model.HoldsTrainingRows)
        {
            throw new FormatException("The saved Locally Linear Embedding promises neighbours, but holds no training rows.");
        }

        return (new MappingPlan(names, unplaced), model);
    }

    // The assembly's short name, not its full one: a full name would tie a saved model to one version of this package.
    private static VersionInfo Version() => new(
        modelSignature: "LLE  MAP",
        verWrittenCur: UnplacedRowsVersion,
        verReadableCur: UnplacedRowsVersion,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: typeof(ModelEnvelope).Assembly.GetName().Name,
        loaderSignature: LoaderSignature);
}
