namespace LleTransforms.Orleans.Silo;

/// <summary>Rows' numbers in ascending order, each once.</summary>
internal static class AscendingNumbers
{
    /// <summary>How many of them are below a number.</summary>
    public static int CountBelow(int[] numbers, int number)
    {
        int at = Array.BinarySearch(numbers, number);
        return at < 0 ? ~at : at;
    }
}
