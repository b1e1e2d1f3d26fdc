package org.atomicagents.internal.spark;

import java.util.Objects;
import org.atomicagents.Agent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.internal.batch.ItemResult;
import org.jspecify.annotations.Nullable;

/**
 * An agent whose inputs are rows: takes results from the journal, and records those of its runs.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public final class RowAgent<I, O> implements Agent<RowItem<I>, RowOutput<O>> {
  private final Agent<I, O> agent;
  private final @Nullable JournaledRuns<O> journal;

  /**
   * Creates an agent.
   *
   * @param journal the journal; null for none
   */
  public RowAgent(Agent<I, O> agent, @Nullable JournaledRuns<O> journal) {
    this.agent = Objects.requireNonNull(agent, "agent");
    this.journal = journal;
  }

  @Override
  public String name() {
    return agent.name();
  }

  @Override
  public @Nullable ChatHistory history() {
    return agent.history();
  }

  @Override
  public RunResult<RowOutput<O>> call(RowItem<I> row, RunOptions options) {
    try (PreparedRun<O> run = agent.prepare(row.input(), options)) {
      ItemResult<O> item =
          journal == null ? ItemResult.of(run.call()) : journal.call(row.key(), run);
      return item.result()
          .withOutput(new RowOutput<>(item.result().output(), item.cost(), item.isReplayed()));
    }
  }

  /** Throws an exception: a batch calls the agent, and does not prepare its runs. */
  @Override
  public PreparedRun<RowOutput<O>> prepare(@Nullable RowItem<I> row, RunOptions options) {
    throw new UnsupportedOperationException("Runs of rows are not prepared; use call.");
  }
}
