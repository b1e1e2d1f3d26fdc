package org.atomicagents.internal.submission;

import java.time.Duration;
import java.util.ArrayList;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchLookup;

/** Finds out whether batches exist whose creation was interrupted. */
final class DoubtResolution {
  private DoubtResolution() {}

  /**
   * Returns the submission with a handle for each batch that exists, and without those that do not.
   *
   * @throws ConfigurationException if the provider cannot find batches by their key
   */
  static Submission resolve(Submission submission, BatchClient client, Duration timeout) {
    var rounds = new ArrayList<SubmissionRound>();
    boolean isChanged = false;
    for (SubmissionRound round : submission.rounds()) {
      SubmissionRound resolved = round;
      for (SubmissionPart part : round.parts()) {
        if (part.batch() == null) {
          isChanged = true;
          resolved =
              switch (client.find(part.key(), timeout)) {
                case BatchLookup.Found found -> resolved.with(part.withBatch(found.batch()));
                case BatchLookup.Absent absent -> resolved.without(part.key());
                case BatchLookup.Unknown unknown -> throw inDoubt(part, client, unknown);
              };
        }
      }
      rounds.add(resolved);
    }
    return isChanged ? submission.withRounds(rounds) : submission;
  }

  private static ConfigurationException inDoubt(
      SubmissionPart part, BatchClient client, BatchLookup.Unknown unknown) {
    return ConfigurationException.of(
        "The submission was interrupted while %s created the batch '%s' of %d requests (items %d to %d): it may exist, and be charged.\n%s\nIf it exists, set its \"id\" in the reference; otherwise remove the entry with this key, and submit again."
            .formatted(
                client.provider(),
                part.key(),
                part.requests(),
                part.first(),
                part.end() - 1,
                unknown.advice()));
  }
}
