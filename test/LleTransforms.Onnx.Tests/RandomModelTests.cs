using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Microsoft.ML.OnnxRuntime;

namespace LleTransforms.Onnx.Tests;

/// <summary>Random models place random rows alike in the engine and in a runtime.</summary>
[TestClass]
public sealed class RandomModelTests
{
    private const int Cases = 200;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Random_models_agree_with_their_graphs()
    {
        int fitted = 0;
        Property property = Prop.ForAll(ModelCaseGenerator.Cases, found =>
        {
            if (found.TryFit() is not { } model)
            {
                return true;
            }

            Interlocked.Increment(ref fitted);
            var optimization = found.Seed % 2 == 0 ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL;
            string? fault = Agreement.FindFault(model, found.Queries(), found.IsDouble, optimization, found.RowsInBlock);
            return fault is null ? true : throw new InvalidOperationException(fault);
        });
        Config config = Config.QuickThrowOnFailure
            .WithMaxTest(Cases)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(1, 3), FSharpOption<int>.None)));
        Check.One("Random models agree with their graphs", config, property);

        TestContext.WriteLine($"{fitted} of {Cases} cases could be fitted");
        Assert.IsGreaterThan(Cases * 3 / 4, fitted);
    }
}
