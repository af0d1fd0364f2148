using System.Text.Json.Nodes;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Server.Access;
using Escalation.Sla;
using Microsoft.OpenApi;

namespace Escalation.Server.Api;

static class OrganizationApi
{
    const int MaxBytes = 8 * 1024 * 1024;

    /// <param name="Changes">What is added and retired, a sentence each.</param>
    /// <param name="Promises">Only in a dry run: the deadlines of open conversations that would move, be gained, lost or found broken.</param>
    public sealed record OrganizationApplied(int Version, bool DryRun, IReadOnlyList<string> Changes, IReadOnlyList<PromiseChange> Promises);

    sealed record Wanted(bool DryRun);

    public static void MapOrganization(this IEndpointRouteBuilder api)
    {
        api.MapGet("/organization", (CurrentOrganization organization) =>
                TypedResults.Text(OrganizationWriter.Write(organization.Now.File), "application/json"))
            .RequireAuthorization(AccessServices.Administrator).Produces<JsonObject>().Refuses().WithSummary("The organization file in force");

        api.MapPut("/organization", async (HttpContext context, Caller caller, ApplyOrganization apply, CurrentOrganization organization, IEnumerable<IConnectorFactory> networks) =>
        {
            var query = Query.Read(context.Request, input => new Wanted(input.Value<bool>("dryRun", Query.Flag) ?? false));
            if (!query.Ok)
                return Problems.Invalid(query.Faults);
            // A file, with comments allowed: clients send it under many names.
            var (bytes, refusal) = await Body.BytesAsync(context.Request, MaxBytes);
            if (refusal is not null)
                return refusal;
            var read = OrganizationReader.Read(bytes, [.. networks]);
            if (!read.Ok)
                return Problems.Invalid(read.Faults);
            var (before, dryRun) = (organization.Now, query.Value.DryRun);
            var changes = OrganizationChanges.Between(before.File, read.Value).ToList();
            if (dryRun)
                return TypedResults.Ok(new OrganizationApplied(before.Version, dryRun, changes, await apply.TryAsync(read.Value, context.RequestAborted)));
            var applied = await apply.HandleAsync(read.Value, caller.Actor.Name, source: null, context.RequestAborted);
            return TypedResults.Ok(new OrganizationApplied(applied.Version, dryRun, changes, []));
        }).RequireAuthorization(AccessServices.Administrator).Takes<JsonObject>().Produces<OrganizationApplied>().Refuses()
            .Asks("dryRun", "Only tells what would change", JsonSchemaType.Boolean).WithSummary("Puts an organization file in force, or tells what that would change");
    }
}
