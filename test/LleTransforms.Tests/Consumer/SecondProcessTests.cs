namespace LleTransforms.Tests.Consumer;

[TestClass]
public sealed class SecondProcessTests
{
    [TestMethod]
    public void A_model_saved_by_one_process_gives_the_same_coordinates_in_another_that_registers_nothing()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".zip");
        try
        {
            var saved = Program.Run("LleTransforms.Consumer.dll", "save", file);
            var loaded = Program.Run("LleTransforms.Consumer.dll", "load", file);

            Assert.HasCount(7, saved);
            Assert.IsTrue(
                saved.All(line => line.Split(' ').Length == 4 && line.Split(' ').All(value => float.IsFinite(float.Parse(value)))));
            CollectionAssert.AreEqual(saved, loaded);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
