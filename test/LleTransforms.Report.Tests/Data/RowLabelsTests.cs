using LleTransforms.Report.Data;

namespace LleTransforms.Report.Tests.Data;

[TestClass]
public sealed class RowLabelsTests
{
    [TestMethod]
    public void Text_becomes_classes_by_alphabet()
    {
        RowLabels labels = RowLabels.Of("kind", ["pear", "apple", "pear", ""]);

        CollectionAssert.AreEqual(new[] { "", "apple", "pear" }, labels.Classes);
        CollectionAssert.AreEqual(new[] { 2, 1, 2, 0 }, labels.Codes);
        Assert.IsNull(labels.Numbers);
    }

    [TestMethod]
    public void Few_numbers_are_classes_by_size_and_many_are_a_scale()
    {
        string[] few = [.. Enumerable.Range(0, 60).Select(i => $"{i % 20}")];
        string[] many = [.. Enumerable.Range(0, 60).Select(i => i == 7 ? "" : $"{i % 21}.5")];

        CollectionAssert.AreEqual(Enumerable.Range(0, 20).Select(i => $"{i}").ToArray(), RowLabels.Of("digit", few).Classes);
        RowLabels scale = RowLabels.Of("angle", many);
        Assert.IsNull(scale.Classes);
        Assert.AreEqual(3.5, scale.Numbers![24]);
        Assert.IsTrue(double.IsNaN(scale.Numbers[7]));
    }
}
