namespace Escalation.Topics.Languages;

static class LanguageTag
{
    /// <summary>Of <c>nl-BE</c>, <c>nl</c> (RFC 5646).</summary>
    public static string Primary(string tag) => tag.Split('-', 2)[0].ToLowerInvariant();
}
