using Escalation.Input;

namespace Escalation.Server.Api;

/// <summary>Reads request bodies: limited in size, checked as a whole, unknown fields refused.</summary>
static class Body
{
    /// <summary>A text of 64 KiB, each byte escaped as JSON, and its surroundings.</summary>
    public const int MaxBytes = 512 * 1024;

    public static readonly IResult TooLarge = Problems.Of(StatusCodes.Status413PayloadTooLarge, "too-large", $"A body may have at most {MaxBytes} bytes.");

    /// <summary>The raw bytes, null if there are more than allowed.</summary>
    public static async Task<ReadOnlyMemory<byte>?> BytesAsync(HttpRequest request, int max = MaxBytes)
    {
        if (request.ContentLength > max)
            return null;
        var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted) is > 0 and var read)
        {
            if (buffer.Length + read > max)
                return null;
            buffer.Write(chunk, 0, read);
        }
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>Goes on with the body if it is right; else answers with all that is wrong. No body at all is an empty object.</summary>
    public static async Task<IResult> ReadAsync<T>(HttpRequest request, Func<JsonInput, T> read, Func<T, Task<IResult>> then) where T : class
    {
        if (await BytesAsync(request) is not { } bytes)
            return TooLarge;
        var body = JsonInput.Read(bytes.IsEmpty ? "{}"u8.ToArray() : bytes, read);
        return body.Ok ? await then(body.Value) : Problems.Invalid(body.Faults);
    }
}
