using LleTransforms.LinearAlgebra.Ordering;

namespace LleTransforms.Core.Tests.LinearAlgebra.Ordering;

[TestClass]
public class GainQueueTests
{
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(2, 2)]
    [DataRow(3, 7)]
    [DataRow(4, 40)]
    [DataRow(5, 40)]
    public void The_top_is_always_the_largest(int seed, int size)
    {
        Random random = new(seed);
        GainQueue queue = new(size);
        Dictionary<int, int> gains = [];
        for (int step = 0; step < 3000; step++)
        {
            int vertex = random.Next(size);
            if (random.Next(300) == 0)
            {
                queue.Clear();
                gains.Clear();
            }
            else if (!gains.TryGetValue(vertex, out int gain))
            {
                gains[vertex] = random.Next(-20, 20);
                queue.Insert(vertex, gains[vertex]);
            }
            else if (random.Next(3) == 0)
            {
                vertex = random.Next(2) == 0 ? vertex : queue.Top;
                queue.Remove(vertex);
                gains.Remove(vertex);
            }
            else
            {
                int change = random.Next(-15, 16);
                gains[vertex] = gain + change;
                queue.Add(vertex, change);
            }

            AssertSame(gains, queue, size);
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void What_is_taken_from_the_top_comes_in_descending_order(int seed)
    {
        const int Size = 100;
        Random random = new(seed);
        GainQueue queue = new(Size);
        int[] gains = [.. Enumerable.Range(0, Size).Select(_ => random.Next(-30, 30))];
        for (int v = 0; v < Size; v++)
        {
            queue.Insert(v, gains[v]);
        }

        List<int> taken = [];
        while (queue.Count > 0)
        {
            taken.Add(queue.Top);
            queue.Remove(queue.Top);
        }

        CollectionAssert.AreEqual(gains.OrderDescending().ToArray(), taken.Select(v => gains[v]).ToArray());
        CollectionAssert.AreEqual(Enumerable.Range(0, Size).ToArray(), taken.Order().ToArray());
    }

    private static void AssertSame(Dictionary<int, int> gains, GainQueue queue, int size)
    {
        Assert.AreEqual(gains.Count, queue.Count);
        Assert.IsTrue(Enumerable.Range(0, size).All(v => queue.Contains(v) == gains.ContainsKey(v)));
        if (gains.Count > 0)
        {
            int largest = gains.Values.Max();
            Assert.AreEqual(largest, queue.TopGain);
            Assert.AreEqual(largest, gains[queue.Top]);
        }
    }
}
