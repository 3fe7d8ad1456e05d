using Microsoft.ML;

namespace LleTransforms.PackageOnly.Tests;

[TestClass]
public sealed class HostTests
{
    [TestMethod]
    public void The_real_package_is_loaded()
    {
        var assembly = typeof(MLContext).Assembly;

        Assert.AreEqual("Microsoft.ML.Data", assembly.GetName().Name);
        Assert.AreEqual(new Version(1, 0, 0, 0), assembly.GetName().Version, assembly.Location);
        // The stand-in is not signed.
        Assert.IsNotEmpty(assembly.GetName().GetPublicKeyToken()!);
    }
}
