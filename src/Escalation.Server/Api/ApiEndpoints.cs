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
        services.AddExceptionHandler<TellUnavailable>();
        services.AddSingleton<PostsApi.Intake>();
        services.AddApiDocument();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.Converters.Add(new UtcInstant());
        });
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi().AllowAnonymous();
        var api = app.MapGroup("/api/v1").DisableAntiforgery();
        api.Part("posts").MapPosts();
        api.Part("posts").MapWebhooks();
        var staff = api.MapGroup("").RequireAuthorization(AccessServices.Staff);
        staff.Part("conversations").MapConversations();
        staff.Part("conversations").MapConversationActions();
        staff.Part("answers").MapAnswers();
        staff.Part("alerts").MapAlerts();
        staff.Part("coverage").MapCoverage();
        staff.Part("organization").MapOrganization();
        staff.Part("topics").MapTopics();
        staff.Part("reports").MapReports();
        staff.Part("privacy").MapPersonalData();
        staff.Part("events").MapEvents();
    }

    static RouteGroupBuilder Part(this RouteGroupBuilder api, string tag) => api.MapGroup("").WithTags(tag);

    sealed class UtcInstant : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
    }
}
