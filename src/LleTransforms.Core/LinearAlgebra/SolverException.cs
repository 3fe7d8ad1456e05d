namespace LleTransforms.LinearAlgebra;

/// <summary>A solver did not reach its tolerance or may not spend what it needs; the message carries the figures.</summary>
internal sealed class SolverException : Exception
{
    /// <summary>Whether it is memory that the solver may not spend.</summary>
    public bool IsForMemory { get; init; }

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
