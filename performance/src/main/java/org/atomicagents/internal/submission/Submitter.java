package org.atomicagents.internal.submission;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunIngredients;
import org.atomicagents.RunOptions;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.batch.BatchSource;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.batch.BatchSettings;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/** Submits the first requests of all items of a source. Thread-safe. */
public final class Submitter<I, O> {
  private final BatchSettings<I, O> settings;
  private final BatchClient client;
  private final CallTimeouts timeouts;

  public Submitter(BatchSettings<I, O> settings, BatchClient client, CallTimeouts timeouts) {
    this.settings = settings;
    this.client = client;
    this.timeouts = timeouts;
  }

  /**
   * Returns the submission of all items; closes the source, also after a failure.
   *
   * @param earlier returns an earlier submission of the same source; null if there is none
   * @param save saves a submission durably
   * @throws ConfigurationException if the agent, or the settings, cannot be used with batches of a
   *     provider
   * @throws SubmissionFailure if it failed after a batch was created, or may have been
   */
  public Submission submit(
      BatchSource<? extends I> source,
      Supplier<? extends @Nullable Submission> earlier,
      Consumer<Submission> save) {
    Submission begun;
    try {
      begun = begin(earlier.get());
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
    if (begun.isRead()) {
      source.close();
      return begun;
    }
    long covered = begun.latest().end();
    try (var writer =
        new RoundWriter(begun, covered, client, context(settings), timeouts.submit(), save)) {
      try (source) {
        return submit(source, covered, writer);
      } catch (RuntimeException e) {
        throw writer.failure(e);
      }
    }
  }

  private Submission submit(BatchSource<? extends I> source, long covered, RoundWriter writer) {
    ChatHistory history = settings.history();
    ChatHistory snapshot = history == null ? null : history.fork();
    var pass = new Pass<I>(settings.agent(), settings.options(), snapshot, writer);
    long index = 0;
    while (true) {
      Optional<? extends BatchItem<? extends I>> next = source.next();
      if (next.isEmpty()) {
        return writer.finish(index);
      }
      if (Thread.currentThread().isInterrupted()) {
        throw CancelledException.interrupted("submitting a batch", null);
      }
      if (index >= covered && next.get() instanceof BatchItem.Valid<? extends I> valid) {
        pass.add(index, valid.input());
      }
      index++;
    }
  }

  private Submission begin(@Nullable Submission earlier) {
    if (earlier != null && earlier.isRead()) {
      return earlier;
    }
    SubmissionRules.requireSubmittable(settings, client);
    if (earlier != null) {
      SubmissionRules.requireSameProvider(earlier, client);
      if (earlier.submittedRounds() > 1) {
        throw ConfigurationException.of(
            "The submission was interrupted in its follow-up %d: its first requests cannot be continued.\nResume the batch with its reference, and submit another follow-up."
                .formatted(earlier.submittedRounds() - 1));
      }
      return DoubtResolution.resolve(earlier, client, timeouts.call());
    }
    return new Submission(
        "aab-" + UUID.randomUUID(),
        client.provider(),
        client.identity(),
        settings.time().now(),
        0,
        false,
        false,
        new LinkedHashMap<>(),
        List.of(SubmissionRound.EMPTY));
  }

  /** Returns a context for writing requests, with the listeners of the runs. */
  static RunContext context(BatchSettings<?, ?> settings) {
    Listeners listeners = settings.options().listeners();
    String name = "batch";
    AtomicAgent<?, ?> atomic = settings.atomicAgent();
    if (atomic != null) {
      listeners = atomic.listeners().with(listeners);
      name = atomic.name();
    }
    return new RunContext(
        name,
        Deadline.none(),
        Budget.unlimited(),
        Integer.MAX_VALUE,
        listeners,
        new Timings.Recorder(settings.time()));
  }

  /** One pass over the items. */
  private static final class Pass<I> {
    private final Agent<I, ?> agent;
    private final RunOptions options;
    private final @Nullable ChatHistory history;
    private final RoundWriter writer;

    Pass(Agent<I, ?> agent, RunOptions options, @Nullable ChatHistory history, RoundWriter writer) {
      this.agent = agent;
      this.options = options;
      this.history = history;
      this.writer = writer;
    }

    void add(long index, I input) {
      RunOptions own = history == null ? options : options.withHistory(history.fork());
      try (PreparedRun<?> run = prepare(input, own)) {
        if (run == null) {
          return;
        }
        RunIngredients ingredients = run.ingredients();
        writer.checkSetup(ingredients);
        writer.add(ItemName.of(index, ingredients), run.request());
      }
    }

    /** Returns a prepared run; null if the item fails before its first request. */
    private @Nullable PreparedRun<?> prepare(I input, RunOptions own) {
      try {
        return agent.prepare(input, own);
      } catch (CancelledException | ConfigurationException e) {
        throw e;
      } catch (AgentException | IllegalArgumentException e) {
        // The run of the item will fail alike when the outcomes are read.
        return null;
      }
    }
  }
}
