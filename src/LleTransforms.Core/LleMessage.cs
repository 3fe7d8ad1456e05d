using System.Globalization;

namespace LleTransforms;

/// <summary>What an exception of the engine says. The options that it names are kept apart from its words.</summary>
/// <remarks>
/// An exception's own text names options as code does. A program whose users know them by other names takes the message from the exception
/// (<see cref="Of"/>) and tells it in those (<see cref="Tell"/>). Immutable.
/// </remarks>
/// <threadsafety static="true" instance="true"/>
public sealed class LleMessage
{
    private const string DataKey = "LleTransforms.LleMessage";

    private readonly FormattableString _statement;
    private readonly FormattableString[] _advice;

    /// <param name="statement">What is wrong. A hole is told in the reader's words where it is a <see cref="LleOptionName"/>, a
    /// <see cref="LleOptionValue"/>, a message, or a text with such holes.</param>
    /// <param name="advice">Whole sentences that say what would help, each told to those alone who can set every option it names.</param>
    internal LleMessage(FormattableString statement, params FormattableString[] advice) => (_statement, _advice) = (statement, advice);

    /// <summary>The options that the message names, each once, in the order of their first mention.</summary>
    public IReadOnlyList<LleOptionName> Options => [.. _advice.Prepend(_statement).SelectMany(OptionsOf).Distinct()];

    /// <summary>The message that an exception carries; null where it names no option.</summary>
    /// <param name="exception">Any exception, of the engine or not.</param>
    public static LleMessage? Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Data[DataKey] as LleMessage;
    }

    /// <summary>The message in a reader's words.</summary>
    /// <param name="words">What the reader calls the options.</param>
    public string Tell(ILleOptionWords words)
    {
        ArgumentNullException.ThrowIfNull(words);
        IEnumerable<FormattableString> useful = _advice.Where(sentence => OptionsOf(sentence).All(words.CanSet));
        return string.Join(' ', useful.Prepend(_statement).Select(sentence => Render(sentence, words)));
    }

    /// <summary>The message in the engine's own words.</summary>
    public override string ToString() => Tell(EngineWords.Instance);

    /// <summary>What another message quotes of an exception.</summary>
    internal static object Quote(Exception exception) => Of(exception) ?? (object)exception.Message;

    /// <summary>The exception that carries this message, to be thrown.</summary>
    /// <param name="create">Makes it from its text.</param>
    internal TException In<TException>(Func<string, TException> create)
        where TException : Exception
    {
        TException exception = create(ToString());
        exception.Data[DataKey] = this;
        return exception;
    }

    /// <summary>The exception for an option whose value is out of its range.</summary>
    internal static ArgumentOutOfRangeException OutOfRange(LleOptionName option, object? value, FormattableString allowed) =>
        new LleMessage($"{option} is {option.Value(value)}, but must be {allowed}.")
            .In(text => new ArgumentOutOfRangeException(option.ToString(), value, text));

    private static string Render(FormattableString sentence, ILleOptionWords words) => string.Format(
        CultureInfo.InvariantCulture,
        sentence.Format,
        Array.ConvertAll(sentence.GetArguments(), argument => argument switch
        {
            LleOptionName option => words.NameOf(option),
            LleOptionValue value => words.ValueOf(value.Option, value.Value),
            FormattableString inner => Render(inner, words),
            LleMessage inner => inner.Tell(words),
            _ => argument,
        }));

    private static IEnumerable<LleOptionName> OptionsOf(FormattableString sentence) =>
        sentence.GetArguments().SelectMany(argument => argument switch
        {
            LleOptionName option => [option],
            LleOptionValue value => [value.Option],
            FormattableString inner => OptionsOf(inner),
            LleMessage inner => inner.Options,
            _ => Enumerable.Empty<LleOptionName>(),
        });

    private sealed class EngineWords : ILleOptionWords
    {
        public static EngineWords Instance { get; } = new();

        public string NameOf(LleOptionName name) => name.ToString();

        public string ValueOf(LleOptionName name, object? value) => Convert.ToString(value ?? "null", CultureInfo.InvariantCulture)!;

        public bool CanSet(LleOptionName name) => true;
    }
}
