namespace LleTransforms.LinearAlgebra;

/// <summary>A solver did not reach its tolerance or may not spend what it needs; the message carries the figures.</summary>
internal sealed class SolverException : Exception
{
    public SolverException()
    {
    }

    public SolverException(string message)
        : base(message)
    {
    }

    public SolverException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
