namespace Escalation.Topics.Languages;

/// <summary>Words that most sentences of a language have, whatever they are about.</summary>
static class FunctionWords
{
    static readonly Dictionary<string, string[]> ByTag = ((Tongue[])[.. LatinTongues.All, .. OtherTongues.Cyrillic, .. OtherTongues.Arabic, .. OtherTongues.Devanagari])
        .Where(tongue => tongue.Tag is not null)
        .ToDictionary(tongue => tongue.Tag!, tongue => tongue.Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray());

    /// <param name="language">A tag (<c>nl-BE</c>).</param>
    /// <returns>None for a language that is not known here.</returns>
    public static IReadOnlyList<string> Of(string language) => ByTag.GetValueOrDefault(LanguageTag.Primary(language), []);
}
