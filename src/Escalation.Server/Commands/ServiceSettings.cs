using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Escalation.Administration;
using Escalation.Input;
using Escalation.Messaging;
using Escalation.Storage;
using Escalation.Topics;

namespace Escalation.Server.Commands;

/// <summary>The sections of the configuration, checked. All faults are told at once.</summary>
sealed record ServiceSettings(StorageOptions Storage, BusOptions Bus, TopicOptions Topics, LeaseOptions Leases, RetentionOptions Retention, string Urls)
{
    /// <param name="urls">The flag, which goes before the configuration.</param>
    public static ServiceSettings Of(IConfiguration configuration, string? urls = null)
    {
        var faults = new List<string>();
        var settings = new ServiceSettings(Section<StorageOptions>(configuration, "Storage", faults), Section<BusOptions>(configuration, "Bus", faults),
            Section<TopicOptions>(configuration, "Topics", faults), Section<LeaseOptions>(configuration, "Leases", faults), Section<RetentionOptions>(configuration, "Retention", faults),
            urls ?? configuration["Urls"] ?? ServeCommand.DefaultUrls);
        faults.AddRange(settings.Urls.Split(';').Where(url => !IsAddress(url)).Select(url => $"Urls: '{url}' must be an address to listen on, for example {ServeCommand.DefaultUrls}"));
        return faults.Count == 0 ? settings : throw new CommandFailed(
            $"The configuration is wrong:{Environment.NewLine}" + string.Join(Environment.NewLine, faults.Select(fault => "  " + fault)));
    }

    static bool IsAddress(string url)
    {
        try
        {
            BindingAddress.Parse(url);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    static T Section<T>(IConfiguration configuration, string name, List<string> faults) where T : new()
    {
        var (options, properties) = (new T(), typeof(T).GetProperties());
        foreach (var given in configuration.GetSection(name).GetChildren())
        {
            if (properties.FirstOrDefault(p => p.Name.Equals(given.Key, StringComparison.OrdinalIgnoreCase)) is not { } property)
                faults.Add($"{given.Path} is not known{Suggestion.For(given.Key, properties.Select(p => p.Name))}");
            else if (property.PropertyType.IsEnum && !Enum.GetNames(property.PropertyType).Contains(given.Value, StringComparer.OrdinalIgnoreCase))
                faults.Add($"{given.Path} must be one of {string.Join(", ", Enum.GetNames(property.PropertyType))}");
            else if (property.PropertyType == typeof(TimeSpan) && !TimeSpan.TryParse(given.Value, CultureInfo.InvariantCulture, out _))
                faults.Add($"{given.Path} must be a time, for example 00:02:00");
            else
                property.SetValue(options, given.Get(property.PropertyType));
        }
        var others = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), others, validateAllProperties: true);
        faults.AddRange(others.Select(fault => fault.ErrorMessage!));
        return options;
    }
}
