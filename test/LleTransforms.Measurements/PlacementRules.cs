using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Measurements;

/// <summary>How well each rule places rows that were not fitted: Procrustes distance to the known parameters, by method, rule and ridge.</summary>
internal static class PlacementRules
{
    private static readonly double[] Regularizations = [1e-2, 1e-3, 1e-5, 1e-7, 1e-9];

    public static void Run()
    {
        foreach ((string name, ManifoldSample sample, int d, int k) in new (string, ManifoldSample, int, int)[]
        {
            ("swiss roll", Manifolds.SwissRoll(3000, 1), 2, 12), ("s-curve", Manifolds.SCurve(3000, 1), 2, 12),
            ("severed sphere", Manifolds.SeveredSphere(3000, 1), 2, 12), ("smooth 4-D map", Manifolds.SmoothMap(3000, 1), 4, 20),
        })
        {
            Console.WriteLine($"{name}: 2,000 rows fitted, 1,000 placed, k = {k}, d = {d}");
            foreach (LleMethod method in Enum.GetValues<LleMethod>().Take(4))
            {
                foreach (LleOutOfSample rule in (LleOutOfSample[])[LleOutOfSample.Barycentric, LleOutOfSample.LocalAffine])
                {
                    Console.Write($"  {method,-28}{rule,-12}");
                    foreach (double regularization in Regularizations)
                    {
                        Console.Write($"  {regularization:0e0}: {HeldOut.Distance(sample, method, k, d, rule, regularization):0.00000000}");
                    }

                    Console.WriteLine();
                }
            }
        }
    }
}
