using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Server.Access;

namespace Escalation.Server.Api;

static class OrganizationApi
{
    const int MaxBytes = 8 * 1024 * 1024;

    public sealed record OrganizationApplied(int Version, bool DryRun, IReadOnlyList<string> Changes);

    public static void MapOrganization(this IEndpointRouteBuilder api)
    {
        api.MapGet("/organization", (CurrentOrganization organization) =>
                TypedResults.Text(OrganizationWriter.Write(organization.Now.File), "application/json"))
            .RequireAuthorization(AccessServices.Administrator).WithSummary("The organization file in force");

        api.MapPut("/organization", async (HttpContext context, Caller caller, ApplyOrganization apply, CurrentOrganization organization, IEnumerable<IConnectorFactory> networks, bool dryRun = false) =>
        {
            if (await Body.BytesAsync(context.Request, MaxBytes) is not { } bytes)
                return Problems.Of(StatusCodes.Status413PayloadTooLarge, "too-large", $"An organization file may have at most {MaxBytes} bytes.");
            var read = OrganizationReader.Read(bytes, [.. networks]);
            if (!read.Ok)
                return Problems.Invalid(read.Faults);
            var before = organization.Now;
            var changes = OrganizationChanges.Between(before.File, read.Value).ToList();
            var version = dryRun ? before.Version : (await apply.HandleAsync(read.Value, caller.Actor.Name, source: null, context.RequestAborted)).Version;
            return TypedResults.Ok(new OrganizationApplied(version, dryRun, changes));
        }).RequireAuthorization(AccessServices.Administrator).Produces<OrganizationApplied>().WithSummary("Puts an organization file in force, or tells what that would change");
    }
}
