package org.atomicagents.internal.submission;

import java.time.Duration;
import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchResult;
import org.atomicagents.model.batch.BatchResults;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Downloads the results of all batches of a submission into a spool. For one thread. */
final class ResultDownload {
  private static final Logger log = LoggerFactory.getLogger(ResultDownload.class);
  private static final int MAX_ATTEMPTS = 3;
  private static final int MAX_ID_LENGTH = 64;

  private final BatchClient client;
  private final Duration timeout;
  private final ResultSpool spool;
  private long unknown;
  private @Nullable String unknownId;

  private ResultDownload(BatchClient client, Duration timeout, ResultSpool spool) {
    this.client = client;
    this.timeout = timeout;
    this.spool = spool;
  }

  /**
   * Returns the results of all batches that the provider has not rejected.
   *
   * @param timeout the maximum time to download the results of a batch
   * @throws AgentException if they cannot be downloaded
   */
  static ResultSpool download(
      Submission submission, PartStates states, BatchClient client, Duration timeout) {
    ResultSpool spool = ResultSpool.create();
    boolean isComplete = false;
    try {
      var download = new ResultDownload(client, timeout, spool);
      List<SubmissionRound> rounds = submission.rounds();
      for (int round = 0; round < rounds.size(); round++) {
        for (SubmissionPart part : rounds.get(round).parts()) {
          if (states.hasResults(part)) {
            download.add(round, part);
          }
        }
      }
      isComplete = true;
      return spool;
    } finally {
      if (!isComplete) {
        spool.close();
      }
    }
  }

  /** Adds the results of a batch. Results that are cut off are read from their beginning again. */
  private void add(int round, SubmissionPart part) {
    BatchHandle batch = part.batch();
    if (batch == null) {
      return;
    }
    for (int attempt = 1; ; attempt++) {
      unknown = 0;
      try (BatchResults results = client.results(batch, timeout)) {
        for (BatchResult result : results) {
          add(round, part, result);
        }
        break;
      } catch (AgentException e) {
        if (!e.isRetryable() || attempt == MAX_ATTEMPTS) {
          throw e;
        }
        log.warn("Reads the results of batch {} again after a failure", batch, e);
      }
    }
    if (unknown > 0) {
      log.warn(
          "Batch {} has {} results of requests that are not its own, such as '{}'; they are"
              + " ignored",
          batch,
          unknown,
          unknownId);
    }
  }

  private void add(int round, SubmissionPart part, BatchResult result) {
    ItemName name = ItemName.parse(result.id());
    if (name == null || !part.contains(name.index())) {
      unknown++;
      unknownId = excerpt(result.id());
      return;
    }
    spool.add(round, name, result);
  }

  /**
   * Returns the beginning of an id, which a server could have filled with anything, on one line.
   */
  private static String excerpt(String id) {
    String start = id.length() > MAX_ID_LENGTH ? id.substring(0, MAX_ID_LENGTH) + "…" : id;
    return start.replaceAll("\\p{Cntrl}", "?");
  }
}
