namespace LleTransforms.Quality;

/// <summary>Means and centred second moments of pairs of numbers, built one pair at a time and joined block by block.</summary>
/// <remarks>
/// Updates follow Welford (1962) and Chan, Golub &amp; LeVeque (1983). Moments are taken about the running mean, so that long distances
/// with a small spread lose no digits. Joined in one fixed order the sums have the same bits for any number of threads.
/// </remarks>
internal struct DistanceCorrelation
{
    private double _count;
    private double _meanX;
    private double _meanY;
    private double _momentXX;
    private double _momentYY;
    private double _momentXY;

    /// <summary>The sum of (x - mean x)^2.</summary>
    public readonly double SpreadX => _momentXX;

    /// <summary>The sum of (y - mean y)^2.</summary>
    public readonly double SpreadY => _momentYY;

    /// <summary>1 - r^2, r the linear correlation of x and y; meaningless where either spread is 0.</summary>
    public readonly double ResidualVariance => Math.Clamp(1 - _momentXY / _momentXX * (_momentXY / _momentYY), 0, 1);

    public void Add(double x, double y)
    {
        _count++;
        double awayX = x - _meanX;
        double awayY = y - _meanY;
        _meanX += awayX / _count;
        _meanY += awayY / _count;
        double leftX = x - _meanX;
        double leftY = y - _meanY;
        _momentXX += awayX * leftX;
        _momentYY += awayY * leftY;
        _momentXY += awayX * leftY;
    }

    public void Add(in DistanceCorrelation other)
    {
        if (other._count == 0)
        {
            return;
        }

        double count = _count + other._count;
        double apartX = other._meanX - _meanX;
        double apartY = other._meanY - _meanY;
        double weight = _count * other._count / count;
        _momentXX += other._momentXX + apartX * apartX * weight;
        _momentYY += other._momentYY + apartY * apartY * weight;
        _momentXY += other._momentXY + apartX * apartY * weight;
        _meanX += apartX * other._count / count;
        _meanY += apartY * other._count / count;
        _count = count;
    }
}
