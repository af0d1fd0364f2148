using System.Security.Cryptography;
using System.Text;

namespace Escalation.Access;

/// <summary>A client's own name for one command: the same key again is the same command, however often it is sent (decision 0017).</summary>
/// <param name="Id">SHA-256 of who acts and the key.</param>
/// <param name="Request">SHA-256 of what is asked for: the address and the body.</param>
public sealed record IdempotencyKey(byte[] Id, byte[] Request)
{
    /// <summary>In characters.</summary>
    public const int MaxLength = 255;

    public static IdempotencyKey Of(string actor, string key, string address, ReadOnlySpan<byte> body) => new(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{actor}\n{key}")),
        SHA256.HashData([.. Encoding.UTF8.GetBytes($"{address}\n"), .. body]));
}
