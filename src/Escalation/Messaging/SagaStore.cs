using Escalation.Storage;
using MassTransit;
using MassTransit.Context;
using MassTransit.Middleware;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Messaging;

/// <summary>
/// Saga instances as rows of the consumer's own transaction, which <see cref="ConsumeOnce"/> began and commits.
/// Two messages for one instance: the second one waits until the first is committed.
/// </summary>
sealed class SagaStore<TSaga>(EscalationDb db, ISagaConsumeContextFactory<EscalationDb, TSaga> contexts)
    : ISagaRepositoryContextFactory<TSaga>, ILoadSagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
{
    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next) where T : class =>
        next.Send(new SagaRows<TSaga, T>(db, context, contexts));

    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next) where T : class =>
        throw new NotSupportedException("Sagas are found by their id only.");

    public Task<T> Execute<T>(Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken = default) where T : class =>
        asyncMethod(new LoadSagaRows<TSaga>(db, cancellationToken));

    public void Probe(ProbeContext context) => context.Add("persistence", "rows of the consumer's transaction");
}

sealed class SagaRows<TSaga, T>(EscalationDb db, ConsumeContext<T> context, ISagaConsumeContextFactory<EscalationDb, TSaga> contexts)
    : ConsumeContextScope<T>(context, db), SagaRepositoryContext<TSaga, T>
    where TSaga : class, ISaga
    where T : class
{
    public Task<SagaConsumeContext<TSaga, T>> Add(TSaga instance) =>
        contexts.CreateSagaConsumeContext(db, this, instance, SagaConsumeContextMode.Add);

    public async Task<SagaConsumeContext<TSaga, T>> Insert(TSaga instance)
    {
        db.Add(instance);
        await db.SaveChangesAsync(CancellationToken);
        return await contexts.CreateSagaConsumeContext(db, this, instance, SagaConsumeContextMode.Insert);
    }

    public async Task<SagaConsumeContext<TSaga, T>> Load(Guid correlationId) =>
        await db.LockAsync<TSaga>(correlationId, CancellationToken) is { } instance
            ? await contexts.CreateSagaConsumeContext(db, this, instance, SagaConsumeContextMode.Load)
            : null!;

    public Task Save(SagaConsumeContext<TSaga> context)
    {
        db.Add(context.Saga);
        return db.SaveChangesAsync(CancellationToken);
    }

    public Task Update(SagaConsumeContext<TSaga> context) => db.SaveChangesAsync(CancellationToken);

    public Task Delete(SagaConsumeContext<TSaga> context)
    {
        db.Remove(context.Saga);
        return db.SaveChangesAsync(CancellationToken);
    }

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> context)
    {
        db.Entry(context.Saga).State = EntityState.Unchanged;
        return Task.CompletedTask;
    }

    public Task<SagaConsumeContext<TSaga, TMessage>> CreateSagaConsumeContext<TMessage>(
        ConsumeContext<TMessage> consumeContext, TSaga instance, SagaConsumeContextMode mode) where TMessage : class =>
        contexts.CreateSagaConsumeContext(db, consumeContext, instance, mode);
}

sealed class LoadSagaRows<TSaga>(EscalationDb db, CancellationToken cancellation) : BasePipeContext(cancellation), LoadSagaRepositoryContext<TSaga>
    where TSaga : class, ISaga
{
    public async Task<TSaga> Load(Guid correlationId) => (await db.FindAsync<TSaga>([correlationId], CancellationToken))!;
}
