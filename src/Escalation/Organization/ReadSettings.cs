using System.Collections.Immutable;
using System.Text.Json;
using Escalation.Connectors;
using Escalation.Input;

namespace Escalation.Organization;

static class ReadSettings
{
    /// <param name="definitions">Null if network or kind are themselves at fault; nothing can be judged then.</param>
    public static Settings From(JsonInput input, IReadOnlyList<SettingDefinition>? definitions)
    {
        if (definitions is not null)
            return input.Object("settings", settings => Each(settings, definitions), required: true) ?? Settings.None;
        input.Skip("settings", required: true);
        return Settings.None;
    }

    static Settings Each(JsonInput settings, IReadOnlyList<SettingDefinition> definitions)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        foreach (var definition in definitions)
        {
            if (settings.Scalar(definition.Name, definition.Required, check: value => Check(definition, value)) is { } value)
                values[definition.Name] = value;
        }
        return new(values.ToImmutable());
    }

    static string? Check(SettingDefinition definition, string value) => SecretReference.Parse(value) switch
    {
        { Fault: { } fault } => fault,
        not null => null,
        null when definition.Secret => "is a secret: write env:NAME or file:PATH, never the value itself",
        null => definition.Check?.Invoke(value),
    };
}
