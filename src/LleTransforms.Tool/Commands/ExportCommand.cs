using System.CommandLine;
using LleTransforms.Onnx;
using LleTransforms.Tool.Models;
using LleTransforms.Tool.Output;
using LleTransforms.Tool.Progress;
using LleTransforms.Tool.Tables;

namespace LleTransforms.Tool.Commands;

/// <summary><c>lle export</c>: writes a saved model as ONNX.</summary>
internal static class ExportCommand
{
    public static Command Create(ToolConsole console)
    {
        Argument<string> model = CommonOptions.Model();
        var output = new Option<string>("--output", "-o")
        {
            HelpName = "ONNX",
            Description = "The file, which any runtime of ONNX opens: input 'features', output 'coordinates'.",
            Required = true,
        };
        var doubles = new Option<bool>("--double")
        {
            Description = "The input is of double precision. Default: of single precision.",
        };
        var explain = new Option<bool>("--explain")
        {
            Description =
                "Add the outputs 'neighbors', 'neighbor_weights' and 'reconstruction_error', which tell why a row lies where it does.",
        };
        var command = new Command(
            "export", "Write a saved model as ONNX: a graph that places rows as lle transform does.") { model, output, doubles, explain };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                var options = new LleOnnxOptions { TakesDoubles = parsed.GetValue(doubles) };
                string modelPath = parsed.GetRequiredValue(model);
                using OutputFile file = new OutputFiles(("the model", modelPath)).Create("-o", parsed.GetRequiredValue(output), "a graph");
                Write(modelPath, parsed.GetValue(explain) ? Explained(options) : options, file.Stream, console, cancellationToken);
                file.Commit();
                return ExitCode.Done;
            },
            CancellationToken.None));
        return command;
    }

    private static void Write(
        string path, LleOnnxOptions options, Stream stream, ToolConsole console, CancellationToken cancellationToken)
    {
        (LleModel model, ColumnScale? scale) = SavedStep.Load(path);
        cancellationToken.ThrowIfCancellationRequested();
        WatchedWork.Run(console, [], progress =>
        {
            try
            {
                model.SaveAsOnnx(stream, options with
                {
                    ColumnScaling = scale is null ? null : new LleOnnxColumnScaling(scale.Lows, scale.Factors),
                    Progress = progress,
                });
                return true;
            }
            catch (NotSupportedException fault)
            {
                throw new ToolException($"{path}: {EngineFault.Tell(fault)}");
            }
        });
    }

    private static LleOnnxOptions Explained(LleOnnxOptions options) => options with
    {
        NeighborsName = "neighbors",
        NeighborWeightsName = "neighbor_weights",
        ReconstructionErrorName = "reconstruction_error",
    };
}
