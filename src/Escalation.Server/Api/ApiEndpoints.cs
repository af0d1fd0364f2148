using System.Text.Json;
using System.Text.Json.Serialization;
using Escalation.Server.Access;

namespace Escalation.Server.Api;

/// <summary>The HTTP API of the public contract; one file for each resource.</summary>
static class ApiEndpoints
{
    public static void AddApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddOpenApi();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.Converters.Add(new UtcInstant());
        });
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi().AllowAnonymous();
        var api = app.MapGroup("/api/v1").DisableAntiforgery();
        api.MapPosts();
        var staff = api.MapGroup("").RequireAuthorization(AccessServices.Staff);
        staff.MapConversations();
        staff.MapConversationActions();
        staff.MapAnswers();
        staff.MapAlerts();
        staff.MapCoverage();
        staff.MapOrganization();
        staff.MapEvents();
        api.MapFallback(() => Problems.NotFound("There is no such call; see /openapi/v1.json.")).AllowAnonymous();
    }

    sealed class UtcInstant : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
    }
}
