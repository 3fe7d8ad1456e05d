namespace LleTransforms.Orleans.Silo;

/// <summary>What was fetched from other shards and may be needed again: each piece once, and the oldest dropped for newer ones.</summary>
/// <remarks>Safe for any number of threads.</remarks>
/// <param name="mostBytes">How much is kept; what is newest stays whatever its size.</param>
/// <param name="bytesOf">The bytes of a piece.</param>
internal sealed class FetchedPieces<TKey, TPiece>(long mostBytes, Func<TPiece, long> bytesOf)
    where TKey : notnull
{
    private readonly Dictionary<TKey, (Task<TPiece> Piece, long Used)> _pieces = [];
    private long _clock;

    /// <summary>A piece that is here, or that is fetched now.</summary>
    public Task<TPiece> GetAsync(TKey key, Func<Task<TPiece>> fetch)
    {
        lock (_pieces)
        {
            if (!_pieces.TryGetValue(key, out (Task<TPiece> Piece, long Used) held) || held.Piece.IsFaulted || held.Piece.IsCanceled)
            {
                held.Piece = Task.Run(fetch);
            }

            _pieces[key] = (held.Piece, ++_clock);
            Evict();
            return held.Piece;
        }
    }

    /// <summary>A piece, if it is here.</summary>
    public bool TryGet(TKey key, out TPiece piece)
    {
        lock (_pieces)
        {
            bool isHere = _pieces.TryGetValue(key, out (Task<TPiece> Piece, long Used) held) && held.Piece.IsCompletedSuccessfully;
            piece = isHere ? held.Piece.Result : default!;
            return isHere;
        }
    }

    public void Drop(Func<TKey, bool> isDropped)
    {
        lock (_pieces)
        {
            foreach (TKey key in _pieces.Keys.Where(isDropped).ToArray())
            {
                _pieces.Remove(key);
            }
        }
    }

    private void Evict()
    {
        long held = _pieces.Values.Where(piece => piece.Piece.IsCompletedSuccessfully).Sum(piece => bytesOf(piece.Piece.Result));
        foreach ((TKey key, (Task<TPiece> Piece, long Used) piece) in _pieces.OrderBy(piece => piece.Value.Used).ToArray())
        {
            if (held <= mostBytes)
            {
                break;
            }

            if (piece.Piece.IsCompletedSuccessfully && piece.Used < _clock)
            {
                held -= bytesOf(piece.Piece.Result);
                _pieces.Remove(key);
            }
        }
    }
}
