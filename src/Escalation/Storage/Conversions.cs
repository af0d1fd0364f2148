using System.Text.Json;
using System.Text.RegularExpressions;
using Escalation.Connectors;
using Escalation.Questions;
using Escalation.Topics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Escalation.Storage;

static partial class Conversions
{
    /// <summary>Ticks for time (a timestamp column would cut 100 ns to a microsecond), names for enums, JSON text for lists.</summary>
    public static void StoreExactly(this ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTimeOffset>().HaveConversion<InstantAsTicks>();
        conventions.Properties<TimeSpan>().HaveConversion<TimeSpanToTicksConverter>();
        conventions.Properties<Enum>().HaveConversion<string>();
        conventions.Properties<List<string>>().HaveConversion<AsJson<List<string>>, ByJson<List<string>>>();
        conventions.Properties<List<PostAttachment>>().HaveConversion<AsJson<List<PostAttachment>>, ByJson<List<PostAttachment>>>();
        conventions.Properties<List<DeliveredPart>>().HaveConversion<AsJson<List<DeliveredPart>>, ByJson<List<DeliveredPart>>>();
        conventions.Properties<List<Interruption>>().HaveConversion<AsJson<List<Interruption>>, ByJson<List<Interruption>>>();
        conventions.Properties<List<TopicGuess>>().HaveConversion<AsJson<List<TopicGuess>>, ByJson<List<TopicGuess>>>();
        conventions.Properties<Facts>().HaveConversion<AsJson<Facts>, ByJson<Facts>>();
    }

    public static void UseSnakeCase(this ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
                property.SetColumnName(SnakeCase(property.Name));
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName($"ix_{entity.GetTableName()}_{string.Join('_', [.. index.Properties.Select(p => SnakeCase(p.Name)), .. index.Name is { } name ? [name] : Array.Empty<string>()])}");
            foreach (var key in entity.GetKeys())
                key.SetName($"pk_{entity.GetTableName()}");
        }
    }

    static string SnakeCase(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();

    sealed class InstantAsTicks() : ValueConverter<DateTimeOffset, long>(
        instant => instant.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    sealed class AsJson<T>() : ValueConverter<T, string>(
        value => JsonSerializer.Serialize(value, JsonSerializerOptions.Web), text => JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)!);

    sealed class ByJson<T>() : ValueComparer<T>(
        (a, b) => JsonSerializer.Serialize(a, JsonSerializerOptions.Web) == JsonSerializer.Serialize(b, JsonSerializerOptions.Web),
        value => JsonSerializer.Serialize(value, JsonSerializerOptions.Web).GetHashCode(),
        value => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, JsonSerializerOptions.Web), JsonSerializerOptions.Web)!);
}
