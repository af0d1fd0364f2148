using System.Security.Cryptography;
using System.Text;

namespace Escalation.Server.Pages.Square;

/// <summary>An asker without an account: a random id in a cookie. What the network tells of them is a hash, by which nobody can pass for them.</summary>
static class SquareVisitor
{
    const string Cookie = "square-visitor";
    const int IdBytes = 16;

    /// <summary>Null: was never here.</summary>
    public static string? Of(HttpContext context) =>
        context.Request.Cookies[Cookie] is { Length: IdBytes * 2 } id ? AuthorId(id) : null;

    public static string OfOrNew(HttpContext context)
    {
        if (Of(context) is { } known)
            return known;
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        context.Response.Cookies.Append(Cookie, id, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
            IsEssential = true,
        });
        return AuthorId(id);
    }

    /// <summary>The same form sent twice is the same post; the same form with other words is another one.</summary>
    public static string PostId(string author, string? form, string text) => "post-" + Hash($"{author}\n{form}\n{text}");

    static string AuthorId(string cookie) => "visitor-" + Hash(cookie);

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));
}
