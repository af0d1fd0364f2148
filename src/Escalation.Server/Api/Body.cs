using System.Text;
using Escalation.Input;
using Escalation.Questions;
using Microsoft.Net.Http.Headers;

namespace Escalation.Server.Api;

/// <summary>Reads request bodies: limited in size, checked as a whole, unknown fields refused.</summary>
static class Body
{
    /// <summary>A text of 64 KiB, each byte escaped as JSON, and its surroundings.</summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary>The raw bytes of JSON, or why they are not taken.</summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, IResult? Refusal)> JsonAsync(HttpRequest request, int max = MaxBytes) =>
        IsJson(request) ? await BytesAsync(request, max) : (default, Problems.Of(StatusCodes.Status415UnsupportedMediaType));

    /// <summary>The raw bytes, or why they are not taken.</summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, IResult? Refusal)> BytesAsync(HttpRequest request, int max = MaxBytes)
    {
        var tooLarge = Problems.Of(StatusCodes.Status413PayloadTooLarge, "too-large", $"The body may have at most {max} bytes.");
        if (request.ContentLength > max)
            return (default, tooLarge);
        var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted) is > 0 and var read)
        {
            if (buffer.Length + read > max)
                return (default, tooLarge);
            buffer.Write(chunk, 0, read);
        }
        return (buffer.GetBuffer().AsMemory(0, (int)buffer.Length), null);
    }

    /// <summary>No body at all is an empty object.</summary>
    public static ReadResult<T> Read<T>(ReadOnlyMemory<byte> bytes, Func<JsonInput, T> read) where T : class =>
        JsonInput.Read(bytes.IsEmpty ? "{}"u8.ToArray() : bytes, read);

    /// <summary>Goes on with the body if it is right; else answers with all that is wrong.</summary>
    public static Task<IResult> ReadAsync<T>(HttpRequest request, Func<JsonInput, T> read, Func<T, Task<IResult>> then) where T : class =>
        ReadAsync(request, read, (body, _) => then(body));

    /// <summary>The same, for what also wants the raw bytes.</summary>
    public static async Task<IResult> ReadAsync<T>(HttpRequest request, Func<JsonInput, T> read, Func<T, ReadOnlyMemory<byte>, Task<IResult>> then) where T : class
    {
        var (bytes, refusal) = await JsonAsync(request);
        if (refusal is not null)
            return refusal;
        var body = Read(bytes, read);
        return body.Ok ? await then(body.Value, bytes) : Problems.Invalid(body.Faults);
    }

    /// <summary>A text as long as the service keeps any.</summary>
    public static string? LongText(this JsonInput input, string name, bool required = false) =>
        input.Text(name, required, maxLength: int.MaxValue, check: text =>
            Encoding.UTF8.GetByteCount(text) <= ReceivePost.MaxTextBytes ? null : "must not be longer than 64 KiB of UTF-8");

    /// <summary>A body that says nothing of itself is taken for JSON, and so is a form: curl and others call every body that unless told better.</summary>
    static bool IsJson(HttpRequest request) =>
        string.IsNullOrEmpty(request.ContentType)
        || MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (type.SubTypeWithoutSuffix == "json" || type.Suffix == "json" || type.MediaType == "application/x-www-form-urlencoded");
}
