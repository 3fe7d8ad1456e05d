namespace LleTransforms.Orleans.Client;

/// <summary>Tells faults that last from faults that come now and then in long work.</summary>
/// <remarks>A machine with too much to do may answer each call too late, and yet do what it was asked. So an answer to any call ends the
/// streak, though not for ever.</remarks>
/// <param name="patience">How long they may last.</param>
internal sealed class FaultStreak(TimeSpan patience)
{
    private const int MostPatience = 10;

    private DateTime _first;
    private DateTime _last;

    /// <summary>Whether faults have lasted too long, with the one that is now. Faults far from each other are not one that
    /// lasts.</summary>
    /// <param name="lastAnswer">When a call was last answered.</param>
    public bool LastsWith(DateTime lastAnswer)
    {
        DateTime now = DateTime.UtcNow;
        _first = now - _last > patience / 2 ? now : _first;
        _last = now;
        DateTime since = lastAnswer > _first ? lastAnswer : _first;
        return now - since > patience || now - _first > MostPatience * patience;
    }
}
