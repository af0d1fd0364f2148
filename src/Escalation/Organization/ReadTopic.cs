using Escalation.Input;

namespace Escalation.Organization;

static class ReadTopic
{
    public static Topic From(JsonInput input, string name, Names known) => new(
        name,
        input.Text("title", required: true) ?? "",
        input.Texts("keywords"),
        input.Texts("examples", maxLength: 10_000),
        input.Text("owner", check: known.People.MustExist),
        input.Flag("approval") ?? false)
    {
        FormerNames = input.Texts("formerNames", distinct: true, check: known.MayBeFormerTopic),
    };
}
