package org.atomicagents.internal.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.RunIngredients;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.batch.ItemReplays;
import org.atomicagents.internal.batch.SetupDifferences;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.batch.BatchResult;
import org.jspecify.annotations.Nullable;

/** The results of a submission, with which the items of a batch are run. Thread-safe. */
public final class SubmittedReplays implements ItemReplays {
  private final Submission submission;
  private final PartStates states;
  private final ResultSpool spool;
  private final Model model;
  private final RunLimits limits;
  private final ReAskMode mode;
  private final Map<Long, ModelRequest> captured = new ConcurrentHashMap<>();
  private final Map<Long, ItemName> names = new ConcurrentHashMap<>();

  /**
   * Creates replays.
   *
   * @param model the model of the re-asks
   * @param limits the limits of the runs
   */
  SubmittedReplays(
      Submission submission,
      PartStates states,
      ResultSpool spool,
      Model model,
      RunLimits limits,
      ReAskMode mode) {
    this.submission = submission;
    this.states = states;
    this.spool = spool;
    this.model = model;
    this.limits = limits;
    this.mode = mode;
  }

  @Override
  public RunOptions options(long index, RunOptions options) {
    List<BatchResult> results = results(index);
    var replay =
        new ItemReplay(model, results, item(index), mode, request -> captured.put(index, request));
    var interceptors = new ArrayList<Interceptor>();
    interceptors.add(replay);
    interceptors.addAll(model.interceptors());
    RunOptions replaying = options.withModel(model.withInterceptors(interceptors));
    return mode == ReAskMode.NONE
        ? replaying.withLimits(limits.withMaxAttempts(responses(results)))
        : replaying;
  }

  /** Returns the captured request of an item, and forgets it; null if there is none. */
  @Nullable CapturedRequest takeCaptured(long index) {
    ItemName name = names.remove(index);
    ModelRequest request = captured.remove(index);
    return name == null || request == null ? null : new CapturedRequest(name, request);
  }

  /** A request to submit in the next round. */
  record CapturedRequest(ItemName name, ModelRequest request) {}

  @Override
  public void check(long index, RunIngredients ingredients) {
    if (submission.isRead() && index >= submission.items()) {
      throw ConfigurationException.of(
          "The batch was submitted with %d inputs, found more: item %d.\nPass the inputs that were submitted."
              .formatted(submission.items(), index));
    }
    checkSetup(submission, ingredients);
    ItemName expected = ItemName.of(index, ingredients);
    if (mode == ReAskMode.CAPTURE) {
      names.put(index, expected);
    }
    for (int round = 0; round < submission.rounds().size(); round++) {
      OptionalLong hash = spool.hash(round, index);
      if (hash.isPresent() && hash.getAsLong() != expected.hash()) {
        throw ConfigurationException.of(
            "Item %d is not the input that was submitted: it, or its history, has changed since %s.\nPass the same inputs in the same order, or submit them again."
                .formatted(index, submission.created()));
      }
    }
  }

  @Override
  public void checkCount(long count) {
    if (submission.isRead() && count != submission.items()) {
      throw ConfigurationException.of(
          "The batch was submitted with %d inputs, found %d.\nPass the inputs that were submitted."
              .formatted(submission.items(), count));
    }
  }

  /** Checks that the agent is the one of the submission. */
  static void checkSetup(Submission submission, RunIngredients ingredients) {
    if (!submission.setup().isEmpty() && !submission.setup().equals(ingredients.shared())) {
      throw ConfigurationException.of(
          "The batch was submitted with another agent, model or prompt:"
              + SetupDifferences.describe(submission.setup(), ingredients.shared())
              + "\nUse the same settings, or submit the inputs again."
              + SetupDifferences.advice(submission.setup(), ingredients.shared()));
    }
  }

  @Override
  public void close() {
    spool.close();
  }

  /** Returns the results of an item, one for each round in which it may have a request. */
  private List<BatchResult> results(long index) {
    var results = new ArrayList<BatchResult>();
    for (int round = 0; round < submission.rounds().size(); round++) {
      BatchResult stored = spool.read(round, index, item(index));
      if (stored != null) {
        results.add(stored);
      } else if (round == 0 || mayHaveRequest(submission.rounds().get(round), index)) {
        results.add(withoutResult(round, index));
      }
    }
    return results;
  }

  /** Returns false for the items that a follow-up did not reach, since it was interrupted. */
  private static boolean mayHaveRequest(SubmissionRound round, long index) {
    return round.partOf(index) != null || round.omitted().containsKey(index);
  }

  private BatchResult withoutResult(int round, long index) {
    SubmissionRound ofRound = submission.rounds().get(round);
    SubmissionPart part = ofRound.partOf(index);
    String omitted = ofRound.omitted().get(index);
    Reason reason =
        part == null || omitted != null ? Reason.NOT_SUBMITTED : states.reasonWithoutResult(part);
    String detail = omitted != null ? omitted : part == null ? "" : states.message(part);
    return new BatchResult.Failed(item(index), BatchItemException.of(reason, item(index), detail));
  }

  /** Returns a description of an item and the batch of its latest request, for messages. */
  private String item(long index) {
    SubmissionPart part = submission.latest().partOf(index);
    return part == null ? "Item " + index : "Item " + index + " of batch " + part.name();
  }

  private static int responses(List<BatchResult> results) {
    long count = results.stream().filter(BatchResult.Succeeded.class::isInstance).count();
    return (int) Math.max(1, count);
  }
}
