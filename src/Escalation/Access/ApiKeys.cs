using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Escalation.Organization;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Access;

/// <summary>Makes and recognises API keys. A key is shown once, when it is made; the database has its hash.</summary>
public sealed class ApiKeys(Database database, CurrentOrganization organization, TimeProvider time)
{
    const string Prefix = "esc_";

    public static string NewKey() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public async Task<string> AddAsync(string name, Role role, string? person, IEnumerable<string> channels, string? key = null)
    {
        key ??= NewKey();
        await database.WriteAsync(db =>
        {
            db.ApiKeys.Add(new ApiKey
            {
                Id = Ids.New(time.GetUtcNow()),
                Name = name,
                Hash = Hash(key),
                Role = role,
                Person = person,
                Channels = [.. channels],
                CreatedAt = time.GetUtcNow(),
            });
            return Task.CompletedTask;
        });
        return key;
    }

    /// <summary>Makes sure that the key given by configuration is an administrator's; does nothing when it is known.</summary>
    public async Task EnsureAsync(string key)
    {
        var hash = Hash(key);
        if (!await database.ReadAsync(db => db.ApiKeys.AnyAsync(k => k.Hash == hash)))
            await AddAsync("bootstrap", Role.Admin, null, [], key);
    }

    public async Task<(Actor Actor, IReadOnlyList<string> Channels)?> FindAsync(string key)
    {
        var hash = Hash(key);
        var found = await database.ReadAsync(db => db.ApiKeys.FirstOrDefaultAsync(k => k.Hash == hash && k.RevokedAt == null));
        if (found is null)
            return null;
        var person = organization.Now.File.Person(found.Person);
        // A person who left the organization takes the keys with them; a role that they lost, likewise.
        if (found.Person is not null && person?.Roles.Contains(found.Role) != true)
            return null;
        return (new Actor(found.Person ?? found.Name, ImmutableHashSet.Create(found.Role), person), found.Channels);
    }

    static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
