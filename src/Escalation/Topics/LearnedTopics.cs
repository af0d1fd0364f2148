using System.Collections.Immutable;
using Escalation.Organization;
using Escalation.Storage;

namespace Escalation.Topics;

/// <summary>What a person said a question is about: the row <see cref="TopicExample"/> with its text.</summary>
/// <param name="Id">Of the row; the later one of a conversation counts.</param>
/// <param name="Topic">Null: about none of the topics.</param>
public sealed record TaughtQuestion(long Id, Guid ConversationId, string Text, string? Topic);

/// <summary>
/// The model in force. It learns from each example at once, and is built anew from all of them soon after
/// (<see cref="FollowExamples"/>): then it is the same on every replica, whatever came first where.
/// </summary>
public sealed class LearnedTopics(Database database, CurrentOrganization organization, TopicOptions options)
{
    readonly Lock _gate = new();
    readonly SemaphoreSlim _building = new(1, 1);
    readonly List<TaughtQuestion> _sinceBuilding = [];
    HashSet<long> _learned = [];
    TrainedTopics _trained = TrainedTopics.None;
    ExampleCounts _counts = ExampleCounts.None;

    /// <summary>The version of the organization that the model was built for.</summary>
    public int OrganizationVersion { get; private set; }

    /// <summary>The last example that was stored when the model was built; 0: there was none.</summary>
    public long BuiltThrough { get; private set; }

    /// <summary>How many examples a topic has, and in which languages, as of when the model was built.</summary>
    public ExampleCounts Counts => _counts;

    /// <summary>Learns the example at once (well under a millisecond). One that was learned before changes nothing.</summary>
    public void Learn(TaughtQuestion taught)
    {
        lock (_gate)
        {
            if (!_learned.Add(taught.Id))
                return;
            _sinceBuilding.Add(taught);
            _trained.Learn(new TopicText(taught.Text, taught.Topic));
        }
    }

    /// <summary>The likeliest topics of the organization, the best first, at most three.</summary>
    public ImmutableArray<TopicGuess> Guess(string text, OrganizationFile file)
    {
        lock (_gate)
            return _trained.Guess(text, still: topic => file.Topic(topic) is not null);
    }

    /// <summary>Builds the model from the organization in force and all stored examples, beside the old one, and puts it in its place.</summary>
    public async Task BuildAsync(CancellationToken cancellation)
    {
        await _building.WaitAsync(cancellation);
        try
        {
            lock (_gate)
                _sinceBuilding.Clear();
            var (version, file) = organization.Now;
            var stored = await database.ReadAsync(db => StoredExamples.LoadAsync(db, cancellation));
            var own = OwnWords.Examples(file).ToList();
            var trained = await Task.Run(
                () => TrainedTopics.From(file.Topics.Select(t => t.Name), OwnWords.Of(file), own.Concat(stored.Select(s => new TopicText(s.Text, s.Topic))), options.ShareOfUnknown ?? TopicOptions.UsualShareOfUnknown), cancellation);
            lock (_gate)
            {
                _trained = trained;
                _counts = ExampleCounts.Of(own, stored);
                _learned = [.. stored.Select(s => s.Id)];
                (OrganizationVersion, BuiltThrough) = (version, stored.Count > 0 ? stored.Max(s => s.Id) : 0);
                foreach (var taught in _sinceBuilding.Where(t => _learned.Add(t.Id)))
                    trained.Learn(new TopicText(taught.Text, taught.Topic));
            }
        }
        finally
        {
            _building.Release();
        }
    }
}
