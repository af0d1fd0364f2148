using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Escalation.Input;

/// <summary>Turns bytes into a JSON document of which every string can be read, or tells line and column of what is wrong.</summary>
static class JsonSyntax
{
    const int MaxDepth = 32;

    public static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, out Fault? fault)
    {
        if (utf8.Span.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        fault = Check(utf8.Span);
        return fault is null
            ? JsonDocument.Parse(utf8, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth })
            : null;
    }

    static Fault? Check(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
            return At(utf8, ValidPrefix(utf8), "it is not UTF-8");
        var reader = new Utf8JsonReader(utf8, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                // Half a surrogate pair (\ud800) passes the reader and would throw at whoever asks for the text.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                    reader.GetString();
            }
            return null;
        }
        catch (JsonException e)
        {
            return At(utf8, Offset(utf8, e), e.Message.Split(" LineNumber:")[0].TrimEnd('.'));
        }
        catch (InvalidOperationException)
        {
            return At(utf8, (int)reader.TokenStartIndex, "a \\u escape is only half of a character");
        }
    }

    static Fault At(ReadOnlySpan<byte> utf8, int offset, string reason)
    {
        var before = utf8[..offset];
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new("$", $"is not JSON at line {line}, column {column}: {reason}");
    }

    static int Offset(ReadOnlySpan<byte> utf8, JsonException e)
    {
        var start = 0;
        for (var line = 0L; line < e.LineNumber; line++)
            start += utf8[start..].IndexOf((byte)'\n') + 1;
        return (int)Math.Min(start + (e.BytePositionInLine ?? 0), utf8.Length);
    }

    static int ValidPrefix(ReadOnlySpan<byte> utf8)
    {
        var length = 0;
        while (Rune.DecodeFromUtf8(utf8[length..], out _, out var bytes) == System.Buffers.OperationStatus.Done)
            length += bytes;
        return length;
    }
}
