using System.Globalization;
using System.Text.Json;
using Escalation.Input;

namespace Escalation.Server.Api;

/// <summary>Reads the parameters of a query as bodies are read: checked as a whole, unknown ones refused. An empty one is as good as none.</summary>
static class Query
{
    public static ReadResult<T> Read<T>(HttpRequest request, Func<JsonInput, T> read) where T : class
    {
        // One that is given several times becomes a list, which no reading takes.
        var parameters = request.Query.ToDictionary(
            parameter => parameter.Key,
            object? (parameter) => parameter.Value is [var one] ? one == "" ? null : one : parameter.Value.ToArray());
        return JsonInput.Read(JsonSerializer.SerializeToUtf8Bytes(parameters), read);
    }

    public static string? Flag(string text, out bool value) => bool.TryParse(text, out value) ? null : "must be true or false";

    public static string? Count(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0 ? null : "must be a whole number from 1";
}
