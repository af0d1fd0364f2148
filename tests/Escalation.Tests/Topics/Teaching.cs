using Escalation.Access;
using Escalation.Answers;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Testing;
using Escalation.Tests.Questions;
using Escalation.Tests.Storage;
using Escalation.Topics;

namespace Escalation.Tests.Topics;

/// <summary>A company whose people act on one question, and what that teaches.</summary>
sealed class Teaching : IAsyncDisposable
{
    /// <summary>Sam stands in for Ann, who is away; Kim manages and knows sales, too.</summary>
    public static readonly OrganizationFile Company = new()
    {
        Topics = [Some.Topic("billing", "invoice"), Some.Topic("delivery", "parcel"), Some.Topic("sales", "offer")],
        People =
        [
            Some.Person("ann", "billing", absences: [new(Some.Monday, Some.Monday.AddDays(1), "sam")]),
            Some.Person("bob", "delivery"), Some.Person("sam", "sales"), Some.Person("eva", "delivery sales"), Some.Person("ben", "billing"),
            Some.Person("kim", "sales", roles: [Role.Expert, Role.Manager]), Some.Person("mia", roles: [Role.Manager]),
        ],
    };

    readonly Store _store;
    readonly Teach _teach;
    readonly ConversationWork _work;

    Teaching(Store store)
    {
        _store = store;
        _work = new ConversationWork(store.Database);
        _teach = new Teach(Learned.Add, store.Clock);
        store.Organization.Set(new Applied(1, Company));
    }

    /// <summary>What the model was told, in its order.</summary>
    public List<TaughtQuestion> Learned { get; } = [];

    public FakeClock Clock => _store.Clock;

    public Guid Question { get; private set; }

    public static async Task<Teaching> StartAsync(string text, string? topic = "billing", string? expert = "ben", string state = ConversationState.Accepted)
    {
        var teaching = new Teaching(await Store.NewAsync());
        var receiving = new Receiving(teaching._store);
        // A post without a text is taken for what is attached to it.
        var post = Some.Post("p1", text) with { Attachments = [new("https://shop.example/photo.jpg")] };
        teaching.Question = (await receiving.PostAsync(post)).Conversation!.Value;
        await receiving.ChangeAsync(teaching.Question, c => (c.Topic, c.Expert, c.State) = (topic, expert, state));
        return teaching;
    }

    public Task<Outcome> ForwardAsync(string to) => new ForwardQuestion(_work, _teach, _store.Organization, _store.Clock).HandleAsync(Question, Actor("mia"), to, null, insist: true, default);

    public Task<Outcome> DeclineAsync(string who, string? suggest) => new DeclineQuestion(_work, _teach, _store.Organization, _store.Clock).HandleAsync(Question, Actor(who), "not mine", suggest, default);

    public Task<Outcome> CloseAsync(string reason) => new CloseConversation(_work, _teach, _store.Organization, _store.Clock).HandleAsync(Question, Actor("mia"), reason, default);

    public Task<Outcome> AnswerAsync(string who, bool holding = false) =>
        new SubmitAnswer(_work, new AcceptQuestion(_work, _store.Organization, _store.Clock),
            new TeachByAnswer(_teach, _store.Topics(), _store.Organization, _store.Clock), _store.Organization, _store.Clock)
            .HandleAsync(Question, Actor(who), "Here you are", holding, default);

    public async Task<string> ReplyAsync(string text, string id = "p2")
    {
        await new Receiving(_store).PostAsync(Some.Post(id, text, inReplyTo: "p1"));
        return id;
    }

    public Task DeleteAsync(string id) => new Receiving(_store).PostAsync(Some.Post(id, "") with { DeletedAt = Clock.GetUtcNow() });

    public Task ChangeAsync(Action<Conversation> change) => new Receiving(_store).ChangeAsync(Question, change);

    public Task<List<TopicExample>> ExamplesAsync() => _store.AllAsync<TopicExample>();

    /// <summary>Each example as <c>topic how by</c>.</summary>
    public async Task<string> TaughtAsync() => string.Join(", ", (await ExamplesAsync()).OrderBy(e => e.Id).Select(e => $"{e.Topic ?? "none"} {e.How} {e.By}"));

    static Actor Actor(string name) => Company.Person(name) is { } person ? new(name, person.Roles.ToHashSet(), person) : throw new ArgumentException(name);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
