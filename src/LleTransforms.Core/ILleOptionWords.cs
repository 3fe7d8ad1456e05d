namespace LleTransforms;

/// <summary>What the reader of a message calls the engine's options, and which of them the reader can set.</summary>
public interface ILleOptionWords
{
    /// <summary>The option's name.</summary>
    /// <param name="name">Any option, set by the reader or not.</param>
    string NameOf(LleOptionName name);

    /// <summary>How a value of the option is written.</summary>
    /// <param name="name">The option.</param>
    /// <param name="value">The value; null where the option is not set.</param>
    string ValueOf(LleOptionName name, object? value);

    /// <summary>Whether the reader can set the option; advice that names one which the reader cannot set is left out.</summary>
    /// <param name="name">The option.</param>
    bool CanSet(LleOptionName name);
}
