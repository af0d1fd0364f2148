using Escalation.Access;
using Escalation.Administration;
using Escalation.Alerts;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Connectors.Webhook;
using Escalation.Connectors.WordPress;
using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Routing;
using Escalation.Search;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Escalation;

/// <summary>Puts the service together. The one list of what there is: networks, operations, workers.</summary>
public static class EscalationServices
{
    /// <summary>Rows, organization and operations: what every command needs.</summary>
    public static IServiceCollection AddEscalation(this IServiceCollection services, StorageOptions storage, string dataDirectory)
    {
        services.AddTime(storage.Provider);
        services.AddSingleton(provider => storage.Contexts(dataDirectory, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new WriterGate(oneWriter: storage.Provider == StorageProvider.Sqlite));
        services.AddSingleton<CommitSignal>();
        services.AddSingleton<OutboxQueue>();
        services.AddSingleton<IOutboxRelay>(provider => provider.GetRequiredService<OutboxQueue>());
        services.AddSingleton<Database>();
        services.AddSingleton<StorageProbe>();
        services.AddSingleton<Leases>();
        services.TryAddSingleton<LeaseOptions>();
        services.AddScoped(provider => provider.GetRequiredService<Func<EscalationDb>>()());

        services.AddNetworks();
        services.AddAlertSenders();
        services.AddSingleton<ConnectorRegistry>();
        services.AddSingleton<CurrentOrganization>();
        services.AddSingleton<FollowOrganization>();
        services.AddSingleton<ApplyOrganization>();
        services.AddSingleton<ExplainDeadlines>();
        services.AddSingleton<ApiKeys>();
        services.TryAddSingleton<TopicOptions>();
        services.TryAddSingleton<RetentionOptions>();
        services.AddSingleton<ITopicClassifier, TopicClassifier>();
        services.AddSingleton<LearnedTopics>();
        services.AddSingleton(provider => new Teach(provider.GetRequiredService<LearnedTopics>().Learn, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TeachByAnswer>();
        services.AddSingleton<RenameTopic>();
        return services.AddOperations().AddSteps();
    }

    /// <summary>Where several replicas may work, they all go by the database's clock.</summary>
    static void AddTime(this IServiceCollection services, StorageProvider provider)
    {
        if (provider == StorageProvider.PostgreSql && !services.Any(service => service.ServiceType == typeof(TimeProvider)))
        {
            services.AddSingleton(new DatabaseClock(TimeProvider.System)).AddSingleton<FollowDatabaseClock>();
            services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<DatabaseClock>());
        }
        services.TryAddSingleton(TimeProvider.System);
    }

    /// <summary>The bus and everything that works by itself.</summary>
    public static IServiceCollection AddWorkers(this IServiceCollection services, BusOptions bus)
    {
        services.AddSingleton(bus);
        services.AddBus(bus);
        services.AddSingleton<SetAside>();
        services.TryAddSingleton(provider => new PatientRetry(time: provider.GetRequiredService<TimeProvider>(), log: provider.GetRequiredService<ILogger<PatientRetry>>()));
        services.AddSingleton<AwaitBroker>();
        services.AddSingleton<TellFailedMessage>();
        if (services.Any(service => service.ServiceType == typeof(FollowDatabaseClock)))
            services.AddHostedService(provider => provider.GetRequiredService<FollowDatabaseClock>());
        services.AddHostedService<OutboxRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<FollowOrganization>());
        services.AddHostedService<FollowExamples>();
        services.AddHostedService<IndexSearch>();
        services.AddHostedService<PollChannels>();
        services.AddHostedService<WatchChannels>();
        services.AddHostedService<CatchUpConversations>();
        services.AddHostedService<JudgeDeadlines>();
        services.AddHostedService<WatchPresence>();
        services.AddHostedService<WarnOfGaps>();
        services.AddHostedService<CloseSilent>();
        services.AddHostedService<DeliverySweeper>();
        services.AddHostedService<EndHolds>();
        services.AddHostedService<PickUpStranded>();
        services.AddHostedService<SendNotices>();
        services.AddHostedService<Retention>();
        services.AddHostedService<WarmUp>();
        return services;
    }

    /// <summary>The networks. Adding one is a line here, its folder and its row in the README.</summary>
    static void AddNetworks(this IServiceCollection services)
    {
        services.AddConnectorHttp();
        services.AddSingleton<IConnectorFactory, WebhookFactory>();
        services.AddSingleton<IConnectorFactory, WordPressFactory>();
    }

    /// <summary>The kinds of alert channel. Adding one is a line here, its class, its settings and its row in the README.</summary>
    static void AddAlertSenders(this IServiceCollection services)
    {
        services.AddSingleton<IAlertSender, SlackAlerts>();
        services.AddSingleton<IAlertSender, WebhookAlerts>();
        services.AddSingleton<IAlertSender, EmailAlerts>();
    }

    static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<ReceivePost>()
        .AddSingleton<ConversationWork>()
        .AddSingleton<AcceptQuestion>()
        .AddSingleton<DeclineQuestion>()
        .AddSingleton<ForwardQuestion>()
        .AddSingleton<SubmitAnswer>()
        .AddSingleton<AnswerWork>()
        .AddSingleton<ClaimAnswers>()
        .AddSingleton<DeliverAnswer>()
        .AddSingleton<HeldAnswers>()
        .AddSingleton<RecordAttempts>()
        .AddSingleton<SettleDelivery>()
        .AddSingleton<PutOffDelivery>()
        .AddSingleton<AddNote>()
        .AddSingleton<HoldConversation>()
        .AddSingleton<CloseConversation>()
        .AddSingleton<ChangePriority>()
        .AddSingleton<MergeConversations>()
        .AddSingleton<GatherNotices>()
        .AddSingleton<SettleNotices>()
        .AddSingleton<AcknowledgeAlert>()
        .AddSingleton<EraseAuthor>()
        .AddSingleton<ExportAuthor>()
        .AddSingleton<ExportPerson>()
        .AddSingleton<ReadCoverage>();

    static IServiceCollection AddSteps(this IServiceCollection services) => services
        .AddScoped<ClassifyQuestion>()
        .AddScoped<KeepPromises>()
        .AddScoped<AssignQuestion>()
        .AddScoped<PassOn>()
        .AddScoped<FreeExpert>()
        .AddScoped<ReturnToExpert>()
        .AddScoped<ReopenConversation>();
}
