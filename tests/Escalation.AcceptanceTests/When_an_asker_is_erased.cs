using System.Net;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

public sealed class When_an_asker_is_erased : OneService
{
    const string Author = "https://social.example/@zoe";

    string _id = "";

    static string Path => $"authors/{Sample.Channel}/{Uri.EscapeDataString(Author)}";

    [OneTimeSetUp]
    public async Task AskAsync()
    {
        _id = await Api.AskAsync(Sample.Channel, "erased-1", "Where is my Großrechnung invoice?", author: Author);
        await Api.InStateAsync(_id, "assigned");
        await Api.DoAsync($"conversations/{_id}/notes", new { by = "mia", text = "She is important." });
    }

    [Test]
    public async Task The_export_has_it_and_after_the_erasure_nothing_has()
    {
        var export = await Api.SeeAsync($"{Path}/export");
        Assert.That(export["posts"]!.AsArray().Single()!["text"]!.GetValue<string>(), Is.EqualTo("Where is my Großrechnung invoice?"));
        Assert.That(export["conversations"]!.AsArray().Single()!["id"]!.GetValue<string>(), Is.EqualTo(_id));
        Assert.That((await FoundAsync()).Single(), Is.EqualTo(_id));

        var erased = await Api.SendAsync(HttpMethod.Delete, Path);
        Assert.That((erased.Status, erased.Body!["conversations"]!.GetValue<int>(), erased.Body["posts"]!.GetValue<int>()), Is.EqualTo((HttpStatusCode.OK, 1, 1)));
        var conversation = await Api.ConversationAsync(_id);
        Assert.That(conversation.ToJsonString(), Does.Not.Contain("invoice").And.Not.Contain("social.example").And.Not.Contain("important"));
        Assert.That((conversation["state"]!.GetValue<string>(), conversation["closeReason"]!.GetValue<string>()), Is.EqualTo(("closed", "withdrawn")));
        Assert.That(conversation["timeline"]!.AsArray().Select(e => e!["event"]!.GetValue<string>()), Does.Contain("erased").And.Contain("received"));
        Assert.That(await FoundAsync(), Is.Empty);
        Assert.That((await Api.GetAsync($"{Path}/export")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Api.SendAsync(HttpMethod.Delete, Path)).Body!["conversations"]!.GetValue<int>(), Is.Zero, "again does no harm");
    }

    [Test]
    public async Task A_person_is_told_what_they_wrote_and_did()
    {
        var id = await Api.AskAsync(Sample.Channel, "export-1", "An invoice?", author: "yan");
        await Api.InStateAsync(id, "assigned");
        await Api.DoAsync($"conversations/{id}/answers", new { by = "bob", text = "Under Account." });
        var export = await Api.SeeAsync("people/bob/export");
        Assert.That(export["person"]!["displayName"]!.GetValue<string>(), Is.EqualTo("Bob Maes"));
        Assert.That(export["answers"]!.AsArray().Single()!["text"]!.GetValue<string>(), Is.EqualTo("Under Account."));
        Assert.That(export["acts"]!.AsArray().Select(a => a!["event"]!.GetValue<string>()), Does.Contain("accepted").And.Contain("answered"));
        Assert.That((await Api.GetAsync("people/nobody/export")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    async Task<IEnumerable<string>> FoundAsync() =>
        (await Api.SeeAsync("conversations?search=GROSSRECHNUNG"))["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>());
}
