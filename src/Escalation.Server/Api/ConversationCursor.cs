using System.Globalization;
using System.Text;
using Escalation.Questions;
using Microsoft.AspNetCore.WebUtilities;

namespace Escalation.Server.Api;

/// <summary>The last of a page: <c>ticks|id</c> in base64url, no ticks where nothing is due.</summary>
static class ConversationCursor
{
    public static string Write(Conversation last) =>
        WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.NextDueAt?.UtcTicks}|{last.Id:N}")));

    public static string? Read(string text, out ConversationPlace place)
    {
        place = default;
        try
        {
            if (Encoding.ASCII.GetString(WebEncoders.Base64UrlDecode(text)).Split('|') is not [var ticks, var id])
                return Page.BadCursor;
            place = new(ticks == "" ? long.MaxValue : long.Parse(ticks, NumberStyles.None, CultureInfo.InvariantCulture), Guid.ParseExact(id, "N"));
            return null;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return Page.BadCursor;
        }
    }
}
