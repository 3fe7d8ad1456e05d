using LleTransforms.LinearAlgebra.Ordering;

namespace LleTransforms.Core.Tests.LinearAlgebra.Ordering;

[TestClass]
public class DegreeListsTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void What_is_taken_is_listed_and_has_the_smallest_degree(int seed)
    {
        const int Count = 30;
        Random random = new(seed);
        int[] degree = [.. Enumerable.Range(0, Count).Select(_ => random.Next(Count))];
        DegreeLists lists = new(degree);
        HashSet<int> listed = [];
        for (int step = 0; step < 600; step++)
        {
            int variable = random.Next(Count);
            if (listed.Count > 0 && random.Next(4) == 0)
            {
                int taken = lists.TakeMinimum();
                Assert.IsTrue(listed.Contains(taken));
                Assert.AreEqual(listed.Min(i => degree[i]), degree[taken]);
                listed.Remove(taken);
            }
            else if (listed.Remove(variable))
            {
                lists.Remove(variable);
            }
            else
            {
                degree[variable] = random.Next(Count + 1);
                lists.Insert(variable);
                listed.Add(variable);
            }
        }

        int[] left = [.. Enumerable.Range(0, listed.Count).Select(_ => lists.TakeMinimum())];
        CollectionAssert.AreEquivalent(listed.ToArray(), left);
    }
}
