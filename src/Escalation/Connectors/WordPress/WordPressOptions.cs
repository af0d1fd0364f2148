using System.Globalization;

namespace Escalation.Connectors.WordPress;

/// <summary>A channel's settings. Not a record: a record would print the password.</summary>
public sealed class WordPressOptions
{
    /// <summary>The site's address, with its folder if it lives in one, ending with a slash.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The login name of our account there; it must be allowed to moderate comments (role Editor), or raw text is not shown to it.</summary>
    public required string User { get; init; }

    /// <summary>Made on the user's profile page. WordPress takes it over https only, or where its environment type is <c>local</c>.</summary>
    public required string ApplicationPassword { get; init; }

    public required TimeSpan PollInterval { get; init; }

    public static IReadOnlyList<SettingDefinition> Settings { get; } =
    [
        new("baseUrl", Required: true, Secret: false, SettingDefinition.CheckUrl),
        new("user", Required: true, Secret: false),
        new("applicationPassword", Required: true, Secret: true),
        new("pollInterval", Required: false, Secret: false, CheckInterval),
    ];

    public static WordPressOptions From(IReadOnlyDictionary<string, string> settings) => new()
    {
        BaseUrl = new Uri(settings["baseUrl"].TrimEnd('/') + "/"),
        User = settings["user"],
        ApplicationPassword = settings["applicationPassword"],
        PollInterval = Interval(settings.GetValueOrDefault("pollInterval")) ?? TimeSpan.FromSeconds(15),
    };

    static string? CheckInterval(string value) =>
        Interval(value) is { } interval && interval >= TimeSpan.FromSeconds(1) && interval <= TimeSpan.FromDays(1)
            ? null
            : "must be a duration such as 00:00:15, from one second to one day";

    static TimeSpan? Interval(string? value) =>
        TimeSpan.TryParseExact(value, "c", CultureInfo.InvariantCulture, out var interval) ? interval : null;
}
