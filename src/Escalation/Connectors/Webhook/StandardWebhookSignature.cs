using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Escalation.Connectors.Webhook;

/// <summary>
/// Signs and verifies by the Standard Webhooks scheme (https://www.standardwebhooks.com):
/// <c>v1,</c> and the base64 HMAC-SHA256 of <c>{id}.{timestamp}.{body}</c>.
/// </summary>
public sealed class StandardWebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>How far a timestamp may be from now, either way; exactly so far is still taken.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    const string Prefix = "whsec_";
    readonly byte[] key;

    /// <exception cref="InvalidOperationException">The secret cannot be used; the message says why and does not contain it.</exception>
    public StandardWebhookSignature(string secret)
    {
        if (CheckSecret(secret) is { } fault)
            throw new InvalidOperationException($"The secret {fault}.");
        key = Convert.FromBase64String(secret[Prefix.Length..]);
    }

    /// <summary>What is wrong with a secret, null if nothing.</summary>
    public static string? CheckSecret(string secret)
    {
        var bytes = new byte[secret.Length];
        return secret.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[Prefix.Length..], bytes, out var length)
            && length is >= 24 and <= 64
                ? null
                : "must be whsec_ and the base64 of 24 to 64 random bytes";
    }

    /// <summary>The three headers of a request with this body.</summary>
    public IReadOnlyDictionary<string, string> Sign(string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            [IdHeader] = id,
            [TimestampHeader] = timestamp,
            [SignatureHeader] = "v1," + Convert.ToBase64String(Hash(id, timestamp, body)),
        };
    }

    /// <summary>Why the request cannot be trusted, null if it can. Header names are compared without case.</summary>
    public string? WhyRefused(IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (Find(headers, IdHeader) is not { Length: > 0 } id)
            return "The header webhook-id is missing.";
        if (Find(headers, TimestampHeader) is not { Length: > 0 } timestamp)
            return "The header webhook-timestamp is missing.";
        if (Find(headers, SignatureHeader) is not { Length: > 0 } signatures)
            return "The header webhook-signature is missing.";
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return "The header webhook-timestamp is not a number of seconds since 1970.";
        if (seconds < (now - Window).ToUnixTimeSeconds())
            return "The webhook-timestamp is older than 5 minutes.";
        if (seconds > (now + Window).ToUnixTimeSeconds())
            return "The webhook-timestamp is more than 5 minutes ahead.";
        return IsSignedBy(signatures, Hash(id, timestamp, body)) ? null : "No webhook-signature fits the body and this channel's secret.";
    }

    static bool IsSignedBy(string signatures, byte[] expected)
    {
        var given = new byte[expected.Length];
        foreach (var signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (signature.StartsWith("v1,", StringComparison.Ordinal)
                && Convert.TryFromBase64String(signature[3..], given, out var length)
                && CryptographicOperations.FixedTimeEquals(given.AsSpan(0, length), expected))
                return true;
        return false;
    }

    byte[] Hash(string id, string timestamp, ReadOnlySpan<byte> body) =>
        HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]);

    static string? Find(IReadOnlyDictionary<string, string> headers, string name) =>
        headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
