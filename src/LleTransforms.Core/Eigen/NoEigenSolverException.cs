namespace LleTransforms.Eigen;

/// <summary>All eigen solvers were tried; the message quotes each. It is a type of its own, so that a caller that can do without the answer
/// catches nothing else.</summary>
internal sealed class NoEigenSolverException : InvalidOperationException
{
    public NoEigenSolverException()
    {
    }

    public NoEigenSolverException(string message)
        : base(message)
    {
    }

    public NoEigenSolverException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
