package org.atomicagents.internal.batch;

import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.Agent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunIngredients;
import org.atomicagents.RunOptions;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.batch.JournalRecord.Completed;
import org.atomicagents.internal.batch.JournalRecord.Ended;
import org.atomicagents.internal.batch.JournalRecord.Started;
import org.atomicagents.schema.Schema;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * The use of a journal by one execution: replays the results of complete items, and records those
 * of the others.
 *
 * <p>Inputs are added by one thread; otherwise thread-safe.
 */
final class JournalSession<I, O> {
  private final Agent<I, O> agent;
  private final JournalUse<O> use;
  private final JournalStore store;
  private final TimeSource time;
  private final @Nullable ItemReplays replays;
  private final InputOccurrences<I> occurrences;
  private final JournalAdmission admission;
  private final AtomicBoolean areInputsComplete = new AtomicBoolean();

  /** The items that were read and are not identified in the journal yet. */
  private final AtomicLong unidentified = new AtomicLong();

  private JournalSession(
      Agent<I, O> agent, JournalUse<O> use, TimeSource time, @Nullable ItemReplays replays) {
    this.agent = agent;
    this.use = use;
    this.store = use.store();
    this.time = time;
    this.replays = replays;
    this.occurrences = new InputOccurrences<>(agent);
    this.admission = new JournalAdmission(store);
  }

  /**
   * Begins the use of a journal.
   *
   * @param replays the responses of an earlier submission; null for none
   * @throws IllegalStateException if another execution uses it
   */
  static <I, O> JournalSession<I, O> begin(
      Agent<I, O> agent, JournalUse<O> use, TimeSource time, @Nullable ItemReplays replays) {
    use.store().begin();
    return new JournalSession<>(agent, use, time, replays);
  }

  /**
   * Adds the next item of the inputs.
   *
   * @param conversation the text of its conversation's key; empty if there is none
   */
  void add(BatchItem<I> item, String conversation) {
    occurrences.add(item, conversation);
    if (item instanceof BatchItem.Valid<I>) {
      unidentified.incrementAndGet();
    }
  }

  /** Records that the inputs were read to their end. */
  void inputsComplete() {
    areInputsComplete.set(true);
  }

  /**
   * Returns the recorded result of an item, or else that of its run, after it was recorded.
   *
   * @param conversation the text of its conversation's key; empty if there is none
   * @throws BatchFailureException if the journal is that of another agent, or cannot be written
   */
  ItemResult<O> call(long index, String conversation, I input, RunOptions options) {
    long start = time.nanoTime();
    try (PreparedRun<O> run = prepare(input, options)) {
      RunIngredients ingredients = run.ingredients();
      if (replays != null) {
        BatchFailureException.check(index, ingredients, replays);
      }
      int occurrence = occurrences.take(index, conversation, ingredients.input());
      ItemKey key =
          ItemKey.of(
              ingredients.history(),
              ingredients.input(),
              Integer.toString(occurrence),
              conversation);
      unidentified.decrementAndGet();
      Schema<O> output;
      int setup;
      byte[] stored;
      try {
        output = output(run);
        setup = setup(index, ingredients, key);
        stored = store.read(key, setup);
      } catch (StoreException | ConfigurationException e) {
        throw BatchFailureException.ofJournal(e);
      }
      return stored == null
          ? record(new Started(key, index, time.now().toEpochMilli()), setup, run, output)
          : replay(run, decode(index, stored, output, start));
    } finally {
      itemEnded(index);
    }
  }

  /** Adds an item that is about to be run. */
  void itemStarted(long index) {
    admission.start(index);
  }

  /** Records that an item has ended, so that others do not wait for it. */
  void itemEnded(long index) {
    admission.end(index);
  }

  private PreparedRun<O> prepare(I input, RunOptions options) {
    try {
      return agent.prepare(input, options);
    } catch (InvalidInputException e) {
      // An invalid input was never run, so that none of the items in doubt can be this one.
      unidentified.decrementAndGet();
      throw e;
    }
  }

  private int setup(long index, RunIngredients ingredients, ItemKey key) {
    SequencedMap<String, String> shared = ingredients.shared();
    admission.admit(index, shared, key);
    return store.setup(shared);
  }

  private ItemResult<O> record(Started started, int setup, PreparedRun<O> run, Schema<O> output) {
    guarded(() -> store.write(started));
    ItemResult<O> result;
    byte[] encoded;
    try {
      result = ItemResult.of(run.call());
      encoded = ResultCodec.encode(result, output);
    } catch (Throwable e) {
      ended(started.key(), e);
      throw e;
    }
    guarded(() -> store.complete(new Completed(started.key(), setup, encoded)));
    return result;
  }

  private void ended(ItemKey key, Throwable cause) {
    try {
      store.write(new Ended(key));
    } catch (StoreException e) {
      e.addSuppressed(cause);
      throw BatchFailureException.ofJournal(e);
    }
  }

  private ItemResult<O> replay(PreparedRun<O> run, ItemResult<O> result) {
    run.commitResult(result.result());
    return result;
  }

  private ItemResult<O> decode(long index, byte[] stored, Schema<O> output, long start) {
    try {
      var timings = new Timings.Recorder(time, start);
      timings.addRest(Phase.CACHE);
      return ResultCodec.decode(stored, output, timings.snapshot());
    } catch (IllegalArgumentException e) {
      throw StoreException.of(
          "The journal %s has a result of item %d that cannot be used: %s.\nUse the version of the program that wrote it, or another journal."
              .formatted(store.path(), index, e.getMessage()),
          e);
    }
  }

  private Schema<O> output(PreparedRun<O> run) {
    if (use.output() != null) {
      return use.output();
    }
    return run.outputSchema()
        .orElseThrow(() ->
            ConfigurationException.of(
                """
                The runs of this agent do not have the schema of their output, which the journal needs.
                Pass it: withJournal(journal, schema).\
                """));
  }

  /**
   * Ends the use of the journal. If all inputs were read and identified, items in doubt that are
   * not among them are not in doubt any more.
   */
  void end() {
    try {
      if (areInputsComplete.get() && unidentified.get() == 0) {
        store.index().inDoubtKeys().forEach(key -> store.write(new Ended(key)));
      }
    } catch (StoreException e) {
      // They remain in doubt; the results are complete.
    } finally {
      store.end();
    }
  }

  /** Runs a write to the journal. */
  private static void guarded(Runnable write) {
    try {
      write.run();
    } catch (StoreException e) {
      throw BatchFailureException.ofJournal(e);
    }
  }
}
