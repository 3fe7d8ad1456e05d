using LleTransforms.Tool;

using var interruption = new Interruption();
return await LleTool.RunAsync(args, ToolConsole.OfProcess(), interruption.Token);
