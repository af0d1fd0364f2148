using Escalation.Administration;
using Escalation.Server.Access;

namespace Escalation.Server.Api;

/// <summary>What is kept of one person: told, or erased.</summary>
static class PersonalDataApi
{
    public static void MapPersonalData(this IEndpointRouteBuilder api)
    {
        api.MapGet("/people/{name}/export", async (string name, ExportPerson export, CancellationToken cancellation) =>
                await export.IsKnownAsync(name, cancellation) ? (IResult)TypedResults.Ok(export.Read(name)) : Problems.NotFound())
            .RequireAuthorization(AccessServices.Administrator).Produces<ExportPerson.Exported>().Refuses(StatusCodes.Status404NotFound)
            .WithSummary("What one of the organization's people wrote and did");
        api.MapGet("/authors/{channel}/{id}/export", async (string channel, string id, ExportAuthor export, CancellationToken cancellation) =>
                await export.IsKnownAsync(channel, Id(id), cancellation) ? (IResult)TypedResults.Ok(export.Read(channel, Id(id))) : Problems.NotFound())
            .RequireAuthorization(AccessServices.Administrator).Produces<ExportAuthor.Exported>().Refuses(StatusCodes.Status404NotFound)
            .WithSummary("What is kept of somebody who asked");
        api.MapDelete("/authors/{channel}/{id}", async (string channel, string id, Caller caller, EraseAuthor erase, IHostApplicationLifetime lifetime) =>
                // Who hangs up does not stop it half way.
                TypedResults.Ok(await erase.HandleAsync(channel, Id(id), caller.Actor.Name, lifetime.ApplicationStopping)))
            .RequireAuthorization(AccessServices.Administrator).Produces<Erased>().Refuses()
            .WithSummary("Erases what is kept of somebody who asked; how promises were kept stays. Again does no harm");
    }

    /// <summary>Some networks' ids are addresses; a slash in a path stays escaped.</summary>
    static string Id(string id) => id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
