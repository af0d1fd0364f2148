using System.Collections.Immutable;
using Escalation.Organization;
using Escalation.Storage;

namespace Escalation.Topics;

/// <summary>What a person said a question is about: the row <see cref="TopicExample"/> with its text.</summary>
/// <param name="Id">Of the row; the later one of a conversation counts.</param>
/// <param name="Text">What the asker wrote themselves (<see cref="Substance"/>).</param>
/// <param name="Topic">Null: about none of the topics.</param>
/// <param name="Asker">Tells one asker from another.</param>
public sealed record TaughtQuestion(long Id, Guid ConversationId, string Text, string? Topic, string Asker);

/// <summary>
/// The model in force. It learns from each example at once, and is built anew from all of them soon after
/// (<see cref="FollowExamples"/>): then it is the same on every replica, whatever came first where.
/// </summary>
public sealed class LearnedTopics(Database database, CurrentOrganization organization, TopicOptions options)
{
    readonly Lock _gate = new();
    readonly SemaphoreSlim _building = new(1, 1);
    readonly List<TaughtQuestion> _sinceBuilding = [];
    /// <summary>The last example of each conversation.</summary>
    Dictionary<Guid, long> _last = [];
    TrainedTopics _trained = TrainedTopics.Nothing();
    OwnWords _own = OwnWords.None;

    /// <summary>The version of the organization whose topics the model knows.</summary>
    public int OrganizationVersion { get; private set; }

    /// <summary>The last example that was stored when the model was built; 0: there was none.</summary>
    public long BuiltThrough { get; private set; }

    /// <summary>How many examples were learned one by one since the model was built.</summary>
    public int SinceBuilding
    {
        get
        {
            lock (_gate)
                return _sinceBuilding.Count;
        }
    }

    /// <summary>How many examples a topic has, and in which languages, as of when the model was built.</summary>
    public ExampleCounts Counts { get; private set; } = ExampleCounts.None;

    /// <summary>Learns the example at once (well under a millisecond), unless this or a later one of the conversation was learned before.</summary>
    public void Learn(TaughtQuestion taught)
    {
        lock (_gate)
        {
            if (LearnOnce(taught))
                _sinceBuilding.Add(taught);
        }
    }

    /// <summary>The likeliest topics of the organization, the best first, at most three.</summary>
    public ImmutableArray<TopicGuess> Guess(string text, OrganizationFile file)
    {
        lock (_gate)
            return _trained.Guess(text, still: topic => file.Topic(topic) is not null);
    }

    /// <summary>For a new organization. One that says the same of its topics needs no new model.</summary>
    public Task FollowOrganizationAsync(CancellationToken cancellation)
    {
        var (version, file) = organization.Now;
        if (!OwnWords.Of(file).Equals(_own))
            return BuildAsync(cancellation);
        OrganizationVersion = version;
        return Task.CompletedTask;
    }

    /// <summary>Builds the model from the organization in force and all stored examples, beside the old one, and puts it in its place.</summary>
    public async Task BuildAsync(CancellationToken cancellation)
    {
        await _building.WaitAsync(cancellation);
        try
        {
            var before = SinceBuilding;
            var (version, file) = organization.Now;
            var own = OwnWords.Of(file);
            var stored = (await database.ReadAsync(db => StoredExamples.LoadAsync(db, cancellation))).ConvertAll(s => s with { Topic = file.PresentName(s.Topic) });
            var examples = own.Examples.Concat(stored.Select(s => new TopicText(s.Text, s.Topic, s.Asker)));
            var trained = await Task.Run(
                () => TrainedTopics.From(file.Topics.Select(t => t.Name), own.Descriptions, own.Languages, examples, options.ShareOfUnknown ?? TopicOptions.UsualShareOfUnknown), cancellation);
            lock (_gate)
            {
                (_trained, _own) = (trained, own);
                Counts = ExampleCounts.Of(own.Examples, stored);
                _last = stored.ToDictionary(s => s.ConversationId, s => s.Id);
                (OrganizationVersion, BuiltThrough) = (version, stored.Count > 0 ? stored.Max(s => s.Id) : 0);
                _sinceBuilding.RemoveRange(0, before);
                _sinceBuilding.RemoveAll(taught => !LearnOnce(taught));
            }
        }
        finally
        {
            _building.Release();
        }
    }

    bool LearnOnce(TaughtQuestion taught)
    {
        var last = _last.GetValueOrDefault(taught.ConversationId);
        if (last >= taught.Id)
            return false;
        _last[taught.ConversationId] = taught.Id;
        _trained.Learn(new TopicText(taught.Text, organization.Now.File.PresentName(taught.Topic), taught.Asker), again: last != 0);
        return true;
    }
}
