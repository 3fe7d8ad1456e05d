namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>The factor that is in use. There is one at a time, since each may take most of the memory there is.</summary>
internal sealed class HeldFactor : IDisposable
{
    private SupernodalFactor? _held;

    public SupernodalFactor Hold(SupernodalFactor factor) => _held = factor;

    public void Dispose()
    {
        _held?.Dispose();
        _held = null;
    }
}
