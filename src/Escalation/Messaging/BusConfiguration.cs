using Escalation.Experts;
using Escalation.Questions;
using Escalation.Routing;
using Escalation.Storage;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Middleware;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Messaging;

/// <summary>The two endpoints of the service, the same on both transports.</summary>
static class BusConfiguration
{
    const int AtOnce = 32;
    const int Prefetch = 128;

    /// <summary>Without it an endpoint whose connection broke can wait for ever for what it had begun, and never connects again.</summary>
    static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(10);

    public static void AddBus(this IServiceCollection services, BusOptions options)
    {
        services.AddScoped<IOutboxContextFactory<EscalationDb>, ConsumeOnce>();
        services.Configure<MassTransitHostOptions>(host => (host.StopTimeout, host.ConsumerStopTimeout) = (StopWithin, StopWithin / 2));
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumers();
            if (options.Transport == BusTransport.RabbitMq)
            {
                bus.UsingRabbitMq((context, rabbit) =>
                {
                    rabbit.Host(new Uri(options.ConnectionString!), host => host.OnRefreshConnectionFactory = _ => context.GetRequiredService<AwaitBroker>().UntilItAnswersAsync());
                    rabbit.AddEndpoints(context, endpoint => ((IRabbitMqReceiveEndpointConfigurator)endpoint).SetQuorumQueue());
                });
            }
            else
            {
                bus.UsingInMemory((context, memory) => memory.AddEndpoints(context, _ => { }));
            }
        });
    }

    /// <summary>The same consumers in the caller's own task, one message at a time: for simulations.</summary>
    public static void AddSynchronousBus(this IServiceCollection services)
    {
        services.AddSingleton(new BusOptions());
        services.AddScoped<IOutboxContextFactory<EscalationDb>, ConsumeOnce>();
        services.AddMediator(mediator =>
        {
            mediator.AddConsumers();
            mediator.ConfigureMediator((context, endpoint) => endpoint.ConnectTransaction(context));
        });
    }

    static void AddConsumers(this IRegistrationConfigurator bus)
    {
        bus.AddConsumer<DrainWaitingLine>();
        bus.AddSagaStateMachine<ConversationStateMachine, Conversation>().Repository(repository =>
        {
            repository.RegisterLoadSagaRepository<Conversation, SagaStore<Conversation>>();
            repository.RegisterSagaRepository<Conversation, EscalationDb, SagaConsumeContextFactory<EscalationDb, Conversation>, SagaStore<Conversation>>();
        });
    }

    static void AddEndpoints<T>(this IBusFactoryConfigurator<T> bus, IBusRegistrationContext context, Action<IReceiveEndpointConfigurator> configure)
        where T : IReceiveEndpointConfigurator
    {
        bus.ReceiveEndpoint(BusQueues.Conversations, endpoint =>
        {
            configure(endpoint);
            endpoint.TakeOnce(context);
            endpoint.ConfigureSaga<Conversation>(context);
        });
        bus.ReceiveEndpoint(BusQueues.WaitingLines, endpoint =>
        {
            configure(endpoint);
            endpoint.TakeOnce(context);
            endpoint.ConfigureConsumer<DrainWaitingLine>(context);
        });
    }

    static void TakeOnce(this IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context)
    {
        endpoint.PrefetchCount = Prefetch;
        endpoint.ConcurrentMessageLimit = AtOnce;
        // Outside of the transaction, so that each try has its own.
        endpoint.UseMessageRetry(retry => retry.SetRetryPolicy(_ => context.GetRequiredService<PatientRetry>()));
        endpoint.ConfigureError(error =>
        {
            error.UseFilter(new GenerateFaultFilter());
            error.UseFilter(context.GetRequiredService<TellFailedMessage>());
            error.UseFilter(new ErrorTransportFilter());
        });
        endpoint.ConnectTransaction(context);
    }

    static void ConnectTransaction(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        var observer = new OutboxConsumePipeSpecificationObserver<EscalationDb>(endpoint, context);
        endpoint.ConnectConsumerConfigurationObserver(observer);
        endpoint.ConnectSagaConfigurationObserver(observer);
    }
}
