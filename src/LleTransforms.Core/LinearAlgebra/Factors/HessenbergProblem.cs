namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// The small least-squares problem of GMRES for one right side. It asks for the y that makes |beta e_1 - H y| least. The Hessenberg matrix
/// H grows a column an iteration. Saad and Schultz, "GMRES", SIAM J. Sci. Stat. Comput. 7 (1986), section 3.2: Givens rotations keep H
/// triangular, so that the least residual is known before y is.
/// </summary>
internal sealed class HessenbergProblem(int largestSize)
{
    private readonly double[] _triangle = new double[largestSize * (largestSize + 1) / 2];
    private readonly double[] _cosines = new double[largestSize];
    private readonly double[] _sines = new double[largestSize];
    private readonly double[] _right = new double[largestSize + 1];

    /// <summary>Columns of H.</summary>
    public int Size { get; private set; }

    /// <summary>The least residual.</summary>
    public double Residual => Math.Abs(_right[Size]);

    /// <summary>Begins anew with no column.</summary>
    public void Start(double beta)
    {
        Size = 0;
        _right[0] = beta;
    }

    /// <summary>Adds a column of H.</summary>
    /// <param name="coefficients">Its entries on and above the diagonal stand at <paramref name="stride"/> from each other.</param>
    /// <param name="stride">How far apart they stand.</param>
    /// <param name="below">Its entry below the diagonal.</param>
    public void Append(ReadOnlySpan<double> coefficients, int stride, double below)
    {
        Span<double> column = Column(Size);
        for (int i = 0; i <= Size; i++)
        {
            column[i] = coefficients[i * stride];
        }

        for (int i = 0; i < Size; i++)
        {
            (column[i], column[i + 1]) = (
                (_cosines[i] * column[i]) + (_sines[i] * column[i + 1]), (_cosines[i] * column[i + 1]) - (_sines[i] * column[i]));
        }

        double diagonal = column[Size];
        double length = Math.Sqrt((diagonal * diagonal) + (below * below));
        _cosines[Size] = length == 0 ? 1 : diagonal / length;
        _sines[Size] = length == 0 ? 0 : below / length;
        column[Size] = length;
        _right[Size + 1] = -_sines[Size] * _right[Size];
        _right[Size] *= _cosines[Size];
        Size++;
    }

    /// <summary>Writes y, an entry at every <paramref name="stride"/>-th place; what is there beyond its size stays.</summary>
    public void Solve(Span<double> target, int stride)
    {
        for (int i = Size - 1; i >= 0; i--)
        {
            double sum = _right[i];
            for (int j = i + 1; j < Size; j++)
            {
                sum -= Column(j)[i] * target[j * stride];
            }

            target[i * stride] = sum / Column(i)[i];
        }
    }

    private Span<double> Column(int j) => _triangle.AsSpan(j * (j + 1) / 2, j + 1);
}
