namespace LleTransforms.Spectral;

/// <summary>A solver did not reach its tolerance or may not spend what it needs; the message carries the figures.</summary>
internal sealed class EigenSolverException : Exception
{
    public EigenSolverException()
    {
    }

    public EigenSolverException(string message)
        : base(message)
    {
    }

    public EigenSolverException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
