using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Escalation.Server.Api;

/// <summary>The OpenAPI document, <c>/openapi/v1.json</c>.</summary>
static class ApiDocument
{
    const string Key = "key";
    const string AnyContent = "*/*";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = call => call.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Escalation", Version = "v1", Description = "Gets the public's questions answered by the people who know." };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key, made with: key add" },
            };
            document.Security = [WithKey(document)];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // Our own writing of instants hides from the generator that they are texts.
            var type = context.JsonTypeInfo.Type;
            if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset))
                (schema.Type, schema.Format) = (type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null, "date-time");
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            operation.RequestBody?.Content?.Remove(AnyContent);
            // A signature will do in place of a key.
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
                operation.Security = [WithKey(context.Document!), new OpenApiSecurityRequirement()];
            return Task.CompletedTask;
        });
    });

    /// <summary>Names the body. Which content is taken is decided by <see cref="Body"/>, whose refusal says more than routing's.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder call, bool mayBeLeftOut = false) where T : notnull =>
        call.Accepts<T>(mayBeLeftOut, "application/json", AnyContent)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    /// <summary>Names a parameter of the query.</summary>
    public static RouteHandlerBuilder Asks(this RouteHandlerBuilder call, string name, string description, JsonSchemaType type = JsonSchemaType.String) =>
        call.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = description, Schema = new OpenApiSchema { Type = type } });
            return Task.CompletedTask;
        });

    /// <summary>Names the refusals that every call has, and those of this one.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder calls, params ReadOnlySpan<int> others) where TBuilder : IEndpointConventionBuilder
    {
        calls.ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        foreach (var status in others)
            calls.ProducesProblem(status);
        return calls;
    }

    static OpenApiSecurityRequirement WithKey(OpenApiDocument document) => new() { [new OpenApiSecuritySchemeReference(Key, document)] = [] };
}
