namespace LleTransforms.Core.Tests.TestData;

/// <summary>
/// A sheet with cliques of close rows beside it. Rows of its border lead into a clique, whose own neighbours all belong to the clique.
/// </summary>
internal static class Cliques
{
    public const int SheetRows = 600;

    /// <summary>The places of the cliques, two at each long edge and one at each short edge of the sheet.</summary>
    private static readonly (double X, double Y)[] _places =
        [(-0.03, 0.5), (2.03, 0.5), (0.5, -0.03), (1.5, -0.03), (0.5, 1.03), (1.5, 1.03)];

    /// <summary>A cloud, and rows far off, each of which has rows of the cloud among its neighbours only where the others are too
    /// few.</summary>
    /// <param name="cloudRows">The rows of the cloud.</param>
    /// <param name="farRows">The rows far off, behind those of the cloud.</param>
    public static double[,] OneAllButClosed(int cloudRows, int farRows)
    {
        const int Columns = 8;
        Random random = new(3);
        double[,] rows = new double[cloudRows + farRows, Columns];
        for (int i = 0; i < cloudRows + farRows; i++)
        {
            for (int c = 0; c < Columns; c++)
            {
                rows[i, c] = (i >= cloudRows ? 40 : 0) + random.NextDouble();
            }
        }

        return rows;
    }

    /// <summary>A sheet of 2 x 1, bent along its longer side, and behind it the rows of each clique.</summary>
    /// <param name="sizes">The number of rows of each clique.</param>
    public static double[,] BesideASheet(params int[] sizes)
    {
        var random = new Random(5);
        double[,] rows = new double[SheetRows + sizes.Sum(), 3];
        int at = 0;
        for (int i = 0; i < SheetRows; i++)
        {
            Set(2 * random.NextDouble(), random.NextDouble());
        }

        for (int clique = 0; clique < sizes.Length; clique++)
        {
            for (int i = 0; i < sizes[clique]; i++)
            {
                Set(_places[clique].X + (1e-3 * random.NextDouble()), _places[clique].Y + (1e-3 * random.NextDouble()));
            }
        }

        return rows;

        void Set(double x, double y)
        {
            (rows[at, 0], rows[at, 1], rows[at, 2]) = (x, y, 0.2 * x * x);
            at++;
        }
    }
}
