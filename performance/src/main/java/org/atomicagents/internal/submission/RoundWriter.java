package org.atomicagents.internal.submission;

import java.time.Duration;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.atomicagents.RunIngredients;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.StoreException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchLookup;
import org.atomicagents.model.batch.BatchRequest;
import org.atomicagents.model.batch.BatchUpload;
import org.jspecify.annotations.Nullable;

/**
 * Submits the requests of one round, in as many batches as the provider's limits demand.
 *
 * <p>The submission is saved before each batch is created and afterwards, so that a process that is
 * killed leaves a reference to every batch that it may have created. For one thread.
 */
final class RoundWriter implements AutoCloseable {
  private static final int MAX_OMITTED = 1_000;
  private static final int MAX_REASON_LENGTH = 500;

  private final BatchClient client;
  private final RunContext context;
  private final Duration timeout;
  private final Consumer<Submission> save;
  private final TreeMap<Long, String> omitted;
  private Submission submission;
  private @Nullable BatchUpload upload;
  private @Nullable ConfigurationException misconfiguration;
  private String key = "";
  private long first;

  /**
   * Creates a writer.
   *
   * @param submission the submission so far, whose latest round is continued
   * @param first the index of the first item that is added
   * @param context the run for which requests are written
   * @param timeout the maximum time to create a batch
   * @param save saves a submission durably
   */
  RoundWriter(
      Submission submission,
      long first,
      BatchClient client,
      RunContext context,
      Duration timeout,
      Consumer<Submission> save) {
    this.submission = submission;
    this.first = first;
    this.client = client;
    this.context = context;
    this.timeout = timeout;
    this.save = save;
    this.omitted = new TreeMap<>(submission.latest().omitted());
  }

  /** Returns whether a request was added that was, or will be, submitted. */
  boolean hasRequests() {
    return !submission.latestParts().isEmpty() || (upload != null && upload.size() > 0);
  }

  /**
   * Checks that an item has the agent, the model and the prompt of those before it.
   *
   * @throws ConfigurationException if it has others
   */
  void checkSetup(RunIngredients ingredients) {
    if (submission.setup().isEmpty()) {
      submission = submission.withSetup(ingredients.shared());
    } else {
      SubmittedReplays.checkSetup(submission, ingredients);
    }
  }

  /**
   * Adds the request of an item; the items between the last one and this one have no request.
   *
   * @throws AgentException if a batch cannot be created, or too many requests cannot be sent
   */
  void add(ItemName name, ModelRequest request) {
    var named = new BatchRequest(name.text(), request);
    if (isFull(named)) {
      submit(name.index());
      if (isFull(named)) {
        throw new IllegalStateException(
            "The batch client of " + client.provider() + " accepts no request.");
      }
    }
  }

  /**
   * Returns whether the upload is full; if not, adds a request, or records why it cannot be sent.
   */
  private boolean isFull(BatchRequest named) {
    try {
      return !upload().add(named);
    } catch (CancelledException | StoreException e) {
      throw e;
    } catch (AgentException e) {
      omit(named, e);
      return false;
    }
  }

  /**
   * Returns the complete submission after submitting the remaining requests.
   *
   * @param items the number of all items
   * @throws ConfigurationException if the model accepts none of the requests
   */
  Submission finish(long items) {
    if (misconfiguration != null && !hasRequests()) {
      // Not the items, but the agent or the model is wrong.
      throw misconfiguration;
    }
    if (upload != null && upload.size() > 0) {
      submit(items);
    }
    submission = submission.completed(items);
    save.accept(submission);
    return submission;
  }

  private BatchUpload upload() {
    if (upload == null) {
      int number = submission.latestParts().size() + 1;
      key = submission.key() + "-" + submission.rounds().size() + "-" + number;
      upload = client.upload(key, context);
    }
    return upload;
  }

  private void omit(BatchRequest request, AgentException reason) {
    if (reason instanceof ConfigurationException e && misconfiguration == null) {
      misconfiguration = e;
    }
    String message = String.valueOf(reason.getMessage());
    boolean isLong = message.length() > MAX_REASON_LENGTH;
    long index = Objects.requireNonNull(ItemName.parse(request.id())).index();
    omitted.put(index, isLong ? message.substring(0, MAX_REASON_LENGTH) + "…" : message);
    if (omitted.size() > MAX_OMITTED) {
      throw reason;
    }
    submission = submission.withLatest(submission.latest().withOmitted(omitted));
  }

  /**
   * Creates a batch of the requests so far.
   *
   * @param end the index after its last item
   */
  private void submit(long end) {
    BatchUpload ready = upload();
    var part = new SubmissionPart(key, null, first, end - first, ready.size());
    Submission before = submission;
    Submission begun = submission.withItems(end).withLatest(submission.latest().plus(part));
    save.accept(begun);
    submission = begun;
    try {
      BatchHandle created = create(ready);
      submission = submission.withLatest(submission.latest().with(part.withBatch(created)));
    } catch (AgentException e) {
      if (!isInDoubt(e)) {
        submission = before;
        save.accept(submission);
      }
      throw e;
    }
    save.accept(submission);
    close();
    first = end;
  }

  private BatchHandle create(BatchUpload ready) {
    try {
      return ready.submit(timeout);
    } catch (AgentException e) {
      if (isInDoubt(e) && !(e instanceof CancelledException)) {
        BatchHandle found = find(e);
        if (found != null) {
          return found;
        }
      }
      throw e;
    }
  }

  private @Nullable BatchHandle find(AgentException failure) {
    try {
      return client.find(key, timeout) instanceof BatchLookup.Found found ? found.batch() : null;
    } catch (AgentException e) {
      failure.addSuppressed(e);
      return null;
    }
  }

  /**
   * Returns the exception to throw after a failure of any kind: one with the submission so far if a
   * batch of this round was created, or may have been, since its reference would be lost otherwise.
   */
  RuntimeException failure(RuntimeException e) {
    return submission.latestParts().isEmpty() ? e : new SubmissionFailure(submission, e);
  }

  /** Returns whether a batch may have been created in spite of a failure. */
  private static boolean isInDoubt(AgentException failure) {
    return switch (failure) {
      case TransportException e ->
          e.stage() != TransportException.Stage.CONNECT
              && e.stage() != TransportException.Stage.UNPROCESSED;
      case TimedOutException e ->
          e.limit() != TimedOutException.Limit.CONNECT
              && e.limit() != TimedOutException.Limit.QUEUE;
      case UnavailableException e -> true;
      case CancelledException e -> true;
      default -> false;
    };
  }

  /** Deletes the requests that were not submitted. */
  @Override
  public void close() {
    if (upload != null) {
      upload.close();
      upload = null;
    }
  }
}
