using LleTransforms.Samples.Images;

namespace LleTransforms.Repository.Tests.Samples;

/// <summary>How the sample of images keeps what it fetches.</summary>
[TestClass]
public sealed class FetchedFolderTests
{
    private readonly string _root = Directory.CreateTempSubdirectory("lle-fetched").FullName;

    private string Folder => Path.Combine(_root, "deep", "images");

    [TestCleanup]
    public void Delete() => Directory.Delete(_root, recursive: true);

    [TestMethod]
    public void Of_many_that_ask_at_once_one_fetches_and_each_finds_all_of_it()
    {
        int fetches = 0;
        int found = 0;
        var threads = Enumerable.Range(0, 6).Select(_ => new Thread(() =>
        {
            FetchedFolder.Ensure(Folder, work =>
            {
                Interlocked.Increment(ref fetches);
                File.WriteAllText(Path.Combine(work, "first"), "1");
                Thread.Sleep(300);
                File.WriteAllText(Path.Combine(work, "last"), "2");
            });
            Interlocked.Add(ref found, File.Exists(Path.Combine(Folder, "last")) ? 1 : 0);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.AreEqual(1, fetches);
        Assert.AreEqual(threads.Count, found);
    }

    [TestMethod]
    public void A_fetch_that_fails_leaves_no_folder_and_the_next_begins_anew()
    {
        Assert.ThrowsExactly<InvalidOperationException>(() => FetchedFolder.Ensure(Folder, work =>
        {
            File.WriteAllText(Path.Combine(work, "half"), "1");
            throw new InvalidOperationException("The line is dead.");
        }));
        Assert.IsFalse(Directory.Exists(Folder));

        FetchedFolder.Ensure(Folder, work => File.WriteAllText(Path.Combine(work, "whole"), "2"));

        CollectionAssert.AreEqual(new[] { "whole" }, Directory.GetFiles(Folder).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void What_is_there_is_not_fetched_again()
    {
        Directory.CreateDirectory(Folder);

        FetchedFolder.Ensure(Folder, _ => Assert.Fail("It was fetched."));
    }
}
