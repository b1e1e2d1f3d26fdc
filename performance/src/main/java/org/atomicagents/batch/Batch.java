package org.atomicagents.batch;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.atomicagents.Agent;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.CancelledException;
import org.atomicagents.internal.batch.BatchExecution;
import org.atomicagents.internal.batch.BatchSettings;
import org.atomicagents.internal.batch.BatchSettings.BatchLimits;
import org.atomicagents.internal.batch.Conversations;
import org.atomicagents.internal.batch.IteratorSource;
import org.atomicagents.internal.batch.JournalUse;
import org.atomicagents.internal.submission.CallTimeouts;
import org.atomicagents.internal.submission.Submission;
import org.atomicagents.internal.submission.SubmissionFailure;
import org.atomicagents.internal.submission.SubmissionFile;
import org.atomicagents.internal.submission.SubmissionSession;
import org.atomicagents.internal.submission.Submitter;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.schema.Schema;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * An agent and the settings for running it over many inputs.
 *
 * {@snippet class="org.atomicagents.batch.BatchSnippets" region="run"}
 *
 * <p>Each item runs on a virtual thread of its own. A failed item is an {@link Outcome.Failure} and
 * does not affect the others, unless a {@link StopPolicy} is set.
 *
 * <p>Immutable and thread-safe; the {@code with} methods return copies, and every {@code run} or
 * {@code start} is a separate execution.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the outputs
 */
public final class Batch<I, O> {
  private final BatchSettings<I, O> settings;

  private Batch(BatchSettings<I, O> settings) {
    this.settings = settings;
  }

  /** Returns a batch with at most 5 items in flight, which collects all outcomes. */
  public static <I, O> Batch<I, O> of(Agent<I, O> agent) {
    return new Batch<>(BatchSettings.of(agent));
  }

  /**
   * Returns a copy with a maximum number of items in flight; default: 5.
   *
   * @throws IllegalArgumentException if the maximum is less than 1
   */
  public Batch<I, O> withMaxConcurrency(int max) {
    return with(settings.limits().withMaxConcurrency(max));
  }

  /**
   * Returns a copy with a maximum number of items that were read and whose outcome was not yet
   * handed out; default: four times the maximum concurrency, or with {@link #withConversations
   * conversations} 50 times, at most 2,000.
   *
   * <p>No input is read while the window is full, which bounds the memory: in input order, one slow
   * item delays the outcomes of at most this many others. The items of one conversation wait for
   * each other within the window: where the inputs are sorted by conversation, it should be larger
   * than the maximum concurrency times the number of items of a conversation.
   *
   * @throws IllegalArgumentException if the number is less than 1
   */
  public Batch<I, O> withWindow(int items) {
    return with(settings.limits().withWindow(items));
  }

  /**
   * Returns a copy with options for each run. Each item gets a fork of their history, or else of
   * {@link Agent#history()}, as of the start of the batch; the turns of the items are not added to
   * the history itself.
   */
  public Batch<I, O> withOptions(RunOptions options) {
    return new Batch<>(settings.withOptions(options));
  }

  /**
   * Returns a copy whose items belong to conversations: items with the same history run one after
   * another, in input order, each with the turns of those before; other items run concurrently.
   *
   * <p>A failed item leaves its conversation unchanged. The history is used itself, not a fork.
   *
   * @param history returns the history of an item, called by the thread that reads the inputs; null
   *     for an item without a conversation. Its exceptions are the failure of the item
   */
  public Batch<I, O> withConversations(
      Function<? super I, ? extends @Nullable ChatHistory> history) {
    Objects.requireNonNull(history, "history");
    return new Batch<>(settings.withConversations(Conversations.ofHistories(history)));
  }

  /**
   * Returns a copy whose items belong to conversations with keys, such as stored ones; see {@link
   * #withConversations(Function)}.
   *
   * {@snippet class="org.atomicagents.batch.BatchSnippets" region="conversations"}
   *
   * @param key returns the key of an item's conversation; null for none. Keys are compared by
   *     {@code equals}; where customers share a batch, a key has to contain the customer
   * @param open returns the history of a key; called again after all items of the conversation in
   *     the window are complete
   */
  public <K> Batch<I, O> withConversations(
      Function<? super I, ? extends @Nullable K> key,
      Function<? super K, ? extends ChatHistory> open) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(open, "open");
    return new Batch<>(settings.withConversations(Conversations.ofKeys(key, open)));
  }

  /** Returns a copy with a stop policy; default: {@link StopPolicy#collectAll()}. */
  public Batch<I, O> withStopPolicy(StopPolicy policy) {
    return with(settings.limits().withStopPolicy(policy));
  }

  /**
   * Returns a copy with a maximum duration from the start of an execution, after which it is
   * stopped; default: none. The timeout of a single run is an option of the runs.
   *
   * @throws IllegalArgumentException if the duration is not positive
   */
  public Batch<I, O> withTimeout(Duration timeout) {
    return with(settings.limits().withTimeout(timeout));
  }

  /**
   * Returns a copy with a maximum cost, in the currency of the prices; default: none.
   *
   * <p>When it is spent, no further item is started, and the batch is stopped with {@link
   * StopReason#COST}. Items in flight are completed. The mean cost of the items in flight is
   * reserved, so that the maximum is exceeded by about one item; only the first items, whose cost
   * is not known yet, can exceed it together.
   *
   * <p>Where the price of an item is not known, the batch is stopped with {@link
   * StopReason#UNKNOWN_PRICE}. Results of a journal cost nothing.
   *
   * @throws IllegalArgumentException if the amount is not positive
   */
  public Batch<I, O> withMaxCost(BigDecimal amount) {
    return with(settings.limits().withMaxCost(amount));
  }

  /**
   * Returns a copy that records the results of its items in a journal, and takes them from there if
   * an earlier execution did; see {@link BatchJournal}.
   *
   * <p>A recorded result is an {@link Outcome.Success} with {@code isReplayed} true. It has the
   * output, the metrics and the cost of the run that was recorded; its timings and its latency are
   * those of the replay. It counts neither for the cost in the progress nor for the maximum cost.
   * If the journal cannot be written, or if it is that of another agent, the batch is stopped, and
   * the exception is thrown to the reader of the outcomes: a {@link
   * org.atomicagents.error.StoreException} or a {@link
   * org.atomicagents.error.ConfigurationException}.
   */
  public Batch<I, O> withJournal(BatchJournal journal) {
    return new Batch<>(settings.withJournal(new JournalUse<>(journal.store(), null)));
  }

  /**
   * Returns a copy with a journal, as {@link #withJournal(BatchJournal)} does, for an agent that
   * wraps another one without passing the schema of its runs on.
   *
   * @param output the schema of the agent's output
   */
  public Batch<I, O> withJournal(BatchJournal journal, Schema<O> output) {
    Objects.requireNonNull(output, "output");
    return new Batch<>(settings.withJournal(new JournalUse<>(journal.store(), output)));
  }

  /**
   * Returns a copy with a listener that is notified of each completed item, on the thread that
   * reads the outcomes. An exception that it throws is logged.
   */
  public Batch<I, O> withProgressListener(Consumer<? super BatchProgress> listener) {
    return new Batch<>(settings.withListener(listener));
  }

  /** Returns a copy with another clock. */
  public Batch<I, O> withTimeSource(TimeSource time) {
    return new Batch<>(settings.withTime(time));
  }

  /**
   * Returns the outcomes of all inputs, in their order; blocks until the last one. If the batch is
   * stopped, the items that were not started have an {@link Outcome.Failure}, too.
   *
   * @throws CancelledException if the thread is interrupted; the items in flight are cancelled
   */
  public List<Outcome<O>> run(List<? extends I> inputs) {
    List<I> items = new ArrayList<>(inputs);
    var outcomes = new ArrayList<@Nullable Outcome<O>>(items.size());
    items.forEach(item -> outcomes.add(null));
    try (BatchRun<O> run = start(items)) {
      for (Outcome<O> outcome : run.inCompletionOrder()) {
        outcomes.set(Math.toIntExact(outcome.index()), outcome);
      }
      return run.complete(outcomes);
    }
  }

  /** Returns a started execution over a collection, whose size is the total of its progress. */
  public BatchRun<O> start(Collection<? extends I> inputs) {
    return start(inputs.iterator(), OptionalLong.of(inputs.size()), () -> {});
  }

  /**
   * Returns a started execution over inputs of any number. The caller reads the outcomes and closes
   * it.
   *
   * @param inputs the inputs, read by one thread, never further than the window. An exception that
   *     it throws is thrown to the reader of the outcomes after the outcomes of the items before
   *     it.
   */
  public BatchRun<O> start(Iterator<? extends I> inputs) {
    return start(inputs, OptionalLong.empty(), () -> {});
  }

  /**
   * Returns a started execution over a stream of any length, which is closed after its last
   * element, or after a stop; see {@link #start(Iterator)}.
   */
  public BatchRun<O> start(Stream<? extends I> inputs) {
    return start(inputs.iterator(), OptionalLong.empty(), inputs::close);
  }

  /**
   * Returns a started execution over a source, such as the lines of a file, which is closed after
   * its last item, or after a stop. The caller reads the outcomes and closes the execution.
   *
   * {@snippet class="org.atomicagents.batch.BatchSnippets" region="lines"}
   *
   * @throws org.atomicagents.error.ConfigurationException if the cost is limited and the price of
   *     the model is not known; the source is not closed
   */
  public BatchRun<O> start(BatchSource<? extends I> source) {
    Objects.requireNonNull(source, "source");
    return new BatchRun<>(BatchExecution.start(settings, source));
  }

  /**
   * Returns the reference with which {@link #resume} fetches the results, after submitting the
   * requests of all inputs to a provider's batch API, which processes them within hours at a lower
   * price.
   *
   * {@snippet class="org.atomicagents.batch.BatchSnippets" region="submit"}
   *
   * <p>The requests are written to a temporary file, and split into several batches at the limits
   * of the provider. The agent is an {@link org.atomicagents.AtomicAgent} or a {@link
   * org.atomicagents.DecisionAgent}. Items whose input is invalid are not submitted; their outcome
   * is the same failure as live. Settings that apply to runs, such as the maximum concurrency, are
   * used when the outcomes are read.
   *
   * @param inputs the inputs, read once
   * @throws org.atomicagents.error.ConfigurationException if the agent or the settings cannot be
   *     used with batches of a provider
   * @throws org.atomicagents.error.AgentException if the provider rejects the batch or cannot be
   *     reached
   * @throws IncompleteSubmissionException if it fails for any reason, such as an interrupt or a
   *     failure of the inputs, after the first of several batches
   */
  public SubmittedBatch submit(Iterable<? extends I> inputs, BatchClient client) {
    return submit(source(inputs), client);
  }

  /**
   * Returns the reference after submitting the requests of all inputs, as {@link #submit(Iterable,
   * BatchClient)} does, and keeps it in a file, which is replaced before and after each step.
   *
   * <p>If the process is killed, the same call continues: batches that exist are not created again,
   * and after the last one, the call returns the reference without submitting anything.
   *
   * @throws org.atomicagents.error.StoreException if the file cannot be written, is used by another
   *     submission, or is no reference
   * @throws org.atomicagents.error.ConfigurationException if the process was killed while a batch
   *     was created, and the provider cannot find it
   */
  public SubmittedBatch submit(Iterable<? extends I> inputs, BatchClient client, Path reference) {
    return submit(source(inputs), client, reference);
  }

  /**
   * Returns the reference after submitting the requests of all items of a source, which is closed,
   * also after a failure; see {@link #submit(Iterable, BatchClient)}.
   */
  public SubmittedBatch submit(BatchSource<? extends I> source, BatchClient client) {
    return submit(source, client, () -> null, submission -> {});
  }

  /**
   * Returns the reference, which is kept in a file, after submitting the requests of all items of a
   * source, which is closed, also after a failure; see {@link #submit(Iterable, BatchClient,
   * Path)}.
   */
  public SubmittedBatch submit(
      BatchSource<? extends I> source, BatchClient client, Path reference) {
    Objects.requireNonNull(source, "source");
    try (SubmissionFile file = open(reference, source)) {
      return submit(source, client, file::read, file::write);
    }
  }

  /**
   * Returns a submitted batch, to wait for it and to read its outcomes; sends nothing.
   *
   * @param inputs the inputs of the submission, in the same order; read again for each execution
   * @throws org.atomicagents.error.ConfigurationException if the batch is one of another provider
   *     than the client
   */
  public ProviderBatch<I, O> resume(
      SubmittedBatch submitted, Iterable<? extends I> inputs, BatchClient client) {
    Objects.requireNonNull(inputs, "inputs");
    return resume(submitted, () -> source(inputs), client);
  }

  /**
   * Returns a submitted batch of a source; see {@link #resume(SubmittedBatch, Iterable,
   * BatchClient)}.
   *
   * @param source opens the source of the submission again
   */
  public ProviderBatch<I, O> resume(
      SubmittedBatch submitted,
      Supplier<? extends BatchSource<? extends I>> source,
      BatchClient client) {
    return new ProviderBatch<>(
        new SubmissionSession<I, O>(
            settings, submitted.submission(), source, client, CallTimeouts.defaults()),
        BatchReAsk.LIVE);
  }

  private SubmittedBatch submit(
      BatchSource<? extends I> source,
      BatchClient client,
      Supplier<? extends @Nullable Submission> earlier,
      Consumer<Submission> save) {
    Objects.requireNonNull(source, "source");
    try {
      var submitter = new Submitter<>(settings, client, CallTimeouts.defaults());
      return new SubmittedBatch(submitter.submit(source, earlier, save));
    } catch (SubmissionFailure e) {
      throw new IncompleteSubmissionException(new SubmittedBatch(e.submission()), e.failure());
    }
  }

  /** Returns the file of a reference; closes the source if it cannot be used. */
  private static SubmissionFile open(Path reference, BatchSource<?> source) {
    try {
      return SubmissionFile.open(reference);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static <I> BatchSource<I> source(Iterable<? extends I> inputs) {
    OptionalLong total =
        inputs instanceof Collection<?> all ? OptionalLong.of(all.size()) : OptionalLong.empty();
    return new IteratorSource<I>(inputs.iterator(), total, () -> {});
  }

  private BatchRun<O> start(Iterator<? extends I> inputs, OptionalLong total, Runnable onClose) {
    Objects.requireNonNull(inputs, "inputs");
    return start(new IteratorSource<I>(inputs, total, onClose));
  }

  private Batch<I, O> with(BatchLimits limits) {
    return new Batch<>(settings.withLimits(limits));
  }
}
