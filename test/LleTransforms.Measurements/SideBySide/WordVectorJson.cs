using System.Text.Json;
using LleTransforms.Samples.Images;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>
/// Reads word vectors out of JSON: { "words": [...], "vectors": { "the": [numbers, norm, number of the word], ... } }. It reads a stream,
/// so no more than a window of a large file is in memory.
/// </summary>
/// <remarks>The vectors do not stand in the order of the words: whoever wrote them as an object put keys that look like numbers first. So
/// each goes to the row that its last number tells, and reading ends as soon as the rows that were asked for are complete.</remarks>
internal sealed class WordVectorJson
{
    /// <summary>Behind a vector stand its norm and the number of its word.</summary>
    private const int NumbersBehind = 2;
    private const int DepthOfProperties = 1;
    private const int FirstWindow = 1 << 16;

    private readonly float[] _values;
    private readonly string[] _words;
    private readonly bool[] _isFound;
    private readonly double[] _numbers;
    private readonly int _columnCount;
    private bool _isInVectors;
    private string _word = string.Empty;
    private int _numberCount;
    private int _found;

    private WordVectorJson(int rowCount, int columnCount)
    {
        _values = new float[checked(rowCount * columnCount)];
        _words = new string[rowCount];
        _isFound = new bool[rowCount];
        _numbers = new double[columnCount + NumbersBehind];
        _columnCount = columnCount;
    }

    private bool IsComplete => _found == _isFound.Length;

    /// <summary>The first words and their vectors, row after row.</summary>
    /// <param name="json">The text, in UTF-8.</param>
    /// <param name="rowCount">How many words.</param>
    /// <param name="columnCount">The dimensions of a vector.</param>
    /// <exception cref="DataUnavailableException">The text is not of this form, or holds fewer words.</exception>
    public static (string[] Words, float[] Values) ReadFirst(Stream json, int rowCount, int columnCount)
    {
        var reading = new WordVectorJson(rowCount, columnCount);
        try
        {
            reading.Read(json);
        }
        catch (JsonException fault)
        {
            throw new DataUnavailableException($"The word vectors are not JSON: {fault.Message}");
        }

        return reading.IsComplete
            ? (reading._words, reading._values)
            : throw new DataUnavailableException($"The file holds {reading._found} of the first {rowCount} words.");
    }

    private void Read(Stream json)
    {
        byte[] window = new byte[FirstWindow];
        int filled = 0;
        JsonReaderState state = default;
        for (bool ended = false; !ended && !IsComplete;)
        {
            int count = json.Read(window, filled, window.Length - filled);
            ended = count == 0;
            filled += count;
            var reader = new Utf8JsonReader(window.AsSpan(0, filled), ended, state);
            while (!IsComplete && reader.Read())
            {
                Take(ref reader);
            }

            state = reader.CurrentState;
            int taken = (int)reader.BytesConsumed;
            window.AsSpan(taken..filled).CopyTo(window);
            filled -= taken;
            if (filled == window.Length)
            {
                Array.Resize(ref window, 2 * window.Length);
            }
        }
    }

    private void Take(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == DepthOfProperties)
        {
            _isInVectors = reader.ValueTextEquals("vectors"u8);
        }

        if (!_isInVectors)
        {
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _word = reader.GetString()!;
                break;
            case JsonTokenType.StartArray:
                _numberCount = 0;
                break;
            case JsonTokenType.Number:
                _numbers[Math.Min(_numberCount++, _numbers.Length - 1)] = reader.GetDouble();
                break;
            case JsonTokenType.EndArray:
                Keep();
                break;
        }
    }

    private void Keep()
    {
        if (_numberCount != _numbers.Length)
        {
            throw new DataUnavailableException(
                $"A vector of the file holds {_numberCount} numbers; {_numbers.Length} are expected, " +
                "the last two of them its norm and the number of its word.");
        }

        double word = _numbers[^1];
        if (!(word >= 0) || word != Math.Floor(word))
        {
            throw new DataUnavailableException($"A vector of the file tells {word} as the number of its word.");
        }

        if (word >= _isFound.Length)
        {
            return;
        }

        int row = (int)word;
        if (_isFound[row])
        {
            throw new DataUnavailableException($"Two vectors of the file tell {row} as the number of their word.");
        }

        _isFound[row] = true;
        _words[row] = _word;
        _found++;
        for (int column = 0; column < _columnCount; column++)
        {
            _values[(row * _columnCount) + column] = (float)_numbers[column];
        }
    }
}
