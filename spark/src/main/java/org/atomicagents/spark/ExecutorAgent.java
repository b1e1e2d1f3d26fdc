package org.atomicagents.spark;

import org.atomicagents.Agent;
import org.atomicagents.internal.spark.JournaledRuns;
import org.atomicagents.internal.spark.PatientStore;
import org.atomicagents.internal.spark.RowAgent;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The agent of an executor, its schemas and its resources. Thread-safe.
 *
 * @param agent the agent, with the journal of its rows
 */
record ExecutorAgent<I, O>(
    RowAgent<I, O> agent, AgentSchemas<I, O> schemas, ExecutorContext context)
    implements AutoCloseable {

  /** Returns a new agent; if that fails, the resources are closed. */
  static <I, O> ExecutorAgent<I, O> create(
      AgentFactory<I, O> factory, @Nullable RowJournal journal, ExecutorContext context) {
    try {
      Agent<I, O> agent = factory.create(context);
      AgentSchemas<I, O> schemas = SchemaLookup.of(factory, agent);
      return new ExecutorAgent<>(
          new RowAgent<>(agent, journal == null ? null : journaledRuns(journal, schemas, context)),
          schemas,
          context);
    } catch (RuntimeException | Error e) {
      try {
        context.close();
      } catch (IllegalStateException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private static <I, O> JournaledRuns<O> journaledRuns(
      RowJournal journal, AgentSchemas<I, O> schemas, ExecutorContext context) {
    TimeSource time = TimeSource.system();
    var store = new PatientStore(journal.store().open(context), journal.patience(), time);
    return new JournaledRuns<>(store, journal.tenant(), journal.lifetime(), schemas.output(), time);
  }

  @Override
  public void close() {
    context.close();
  }
}
