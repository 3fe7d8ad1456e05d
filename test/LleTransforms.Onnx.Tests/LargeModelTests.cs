using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Onnx.Tests;

/// <summary>Models of more rows than a block of the graph has.</summary>
[TestClass]
public sealed class LargeModelTests
{
    private const int NumberOfRows = 20_000;

    [TestMethod]
    public void Rows_are_found_across_blocks()
    {
        LleModel model = MethodTests.Fit(MethodTests.Rows(Manifolds.SwissRoll(NumberOfRows, 1)), new LleOptions { NumberOfComponents = 2 });

        MethodTests.Agrees(model, MethodTests.Rows(Manifolds.SwissRoll(300, 2)));
    }
}
