using LleTransforms.Core.Tests.Comparison;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.ReferenceCases;

[TestClass]
public sealed class MethodReferenceTests
{
    private const double LargestAngle = 1e-3;
    private const double LargestErrorDeviation = 1e-3;

    private static readonly (string Name, LleMethod Method)[] Methods =
    [
        ("standard", LleMethod.Standard),
        ("modified", LleMethod.Modified),
        ("hessian", LleMethod.Hessian),
        ("ltsa", LleMethod.LocalTangentSpaceAlignment),
    ];

    public static IEnumerable<object[]> Cases =>
        from name in ReferenceCase.Names from method in Methods select new object[] { name, method.Name, method.Method };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Embedding_and_error_are_the_reference_s(string name, string methodName, LleMethod method)
    {
        ReferenceCase reference = ReferenceCase.Load(name);
        LleModel model = LocallyLinearEmbedding.Fit(reference.Rows(), new LleOptions
        {
            Method = method,
            NumberOfComponents = reference.NumberOfComponents,
            NumberOfNeighbors = reference.NumberOfNeighbors(methodName),
            Regularization = reference.Regularization(methodName),
            LimitWeightVectors = false, // scikit-learn lacks the paper's bound
        });

        var embedding = Matrix<double>.Build.Dense(
            model.NumberOfTrainingRows, model.NumberOfComponents, (row, component) => model.Coordinates(row)[component]);
        Assert.IsInRange(0, LargestAngle, Subspaces.LargestPrincipalAngle(embedding, reference.Embedding(methodName)));
        Assert.AreEqual(reference.Error(methodName), model.ReconstructionError, LargestErrorDeviation * reference.Error(methodName));
    }
}
