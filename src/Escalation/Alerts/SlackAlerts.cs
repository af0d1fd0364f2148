using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Escalation.Alerts;

/// <summary>Alert channels of kind <c>slack</c>: <c>{"text": ...}</c> to an incoming webhook, as Mattermost and Rocket.Chat understand it, too.</summary>
public sealed partial class SlackAlerts(IHttpClientFactory clients, TimeProvider time) : IAlertSender
{
    public string Kind => "slack";

    public async Task<Sending> SendAsync(AlertMessage message, IReadOnlyDictionary<string, string> settings, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AlertHttp.Url(settings)) { Content = JsonContent.Create(new { text = Text(message) }) };
        // With a length: some of these servers take no chunked body.
        await request.Content.LoadIntoBufferAsync(cancellation);
        return await AlertHttp.PostAsync(clients, request, time, cancellation);
    }

    public Task ReachAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellation) =>
        AlertHttp.ReachAsync(clients, AlertHttp.Url(settings), time, cancellation);

    public static string Text(AlertMessage message) => Escape(message.Total == 1 ? message.Headline : $"{message.Headline}\n{message.Lines.TrimEnd()}");

    /// <summary>The three characters that Slack asks to escape, so that nothing becomes a link or a call; and a call of everybody in the words of the others.</summary>
    static string Escape(string text) =>
        CallOfAll().Replace(text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;"), "@\u200b");

    [GeneratedRegex("@(?=channel|all|here|everyone)", RegexOptions.IgnoreCase)]
    private static partial Regex CallOfAll();
}
