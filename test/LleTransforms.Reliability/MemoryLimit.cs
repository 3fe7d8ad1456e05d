namespace LleTransforms.Reliability;

/// <summary>A fit that needs more than the process may use; run in a process of its own whose limit is set from outside.</summary>
internal static class MemoryLimit
{
    /// <summary>Prints what the fit said and how much had been allocated by then.</summary>
    public static int Run(int rowCount, int columnCount)
    {
        var random = new Random(1);
        float[] values = new float[rowCount * columnCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle();
        }

        FeatureMatrix features = FeatureMatrix.FromRowMajor(values, rowCount, columnCount);
        long before = GC.GetTotalAllocatedBytes();
        try
        {
            LocallyLinearEmbedding.Fit(features);
            Console.WriteLine("fitted");
            return 1;
        }
        catch (InsufficientMemoryException error)
        {
            Console.WriteLine($"allocated {GC.GetTotalAllocatedBytes() - before}");
            Console.WriteLine(error.Message);
            return 0;
        }
    }
}
