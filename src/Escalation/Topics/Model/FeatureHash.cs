namespace Escalation.Topics.Model;

/// <summary>64 bits for each feature, so that none of them shares its weights with another: FNV-1a, then mixed well enough for any table.</summary>
static class FeatureHash
{
    const ulong Offset = 14695981039346656037, Prime = 1099511628211;

    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = Offset;
        foreach (var c in text)
            hash = (hash ^ c) * Prime;
        return hash;
    }

    public static ulong Word(ReadOnlySpan<char> word) => Mix(Of(word));

    public static ulong Pair(ulong first, ulong second) => Mix(first * Prime ^ second);

    /// <summary>The finalizer of MurmurHash3 (Austin Appleby, public domain).</summary>
    public static ulong Mix(ulong hash)
    {
        hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccd;
        hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53;
        return hash ^ hash >> 33;
    }
}
