package org.atomicagents.internal.submission;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * The data of a reference to a submitted batch. Immutable.
 *
 * @param key the beginning of the keys of all batches at the provider
 * @param provider the short name of the provider
 * @param identity the provider and its address
 * @param created the time of the submission
 * @param items the number of inputs that were read
 * @param isRead whether these are all inputs
 * @param isComplete whether the last round contains all requests that it should
 * @param setup the ingredients that all items share, by name; empty before the first request
 * @param rounds the first requests, then the follow-ups; never empty
 */
public record Submission(
    String key,
    String provider,
    String identity,
    Instant created,
    long items,
    boolean isRead,
    boolean isComplete,
    SequencedMap<String, String> setup,
    List<SubmissionRound> rounds) {

  public Submission {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(created, "created");
    setup = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(setup));
    rounds = List.copyOf(rounds);
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("rounds: expected one or more, found none");
    }
  }

  /** Returns the latest round. */
  SubmissionRound latest() {
    return rounds.getLast();
  }

  /** Returns the batches of the latest round. */
  public List<SubmissionPart> latestParts() {
    return latest().parts();
  }

  /** Returns the number of rounds of which a batch exists, or may exist. */
  long submittedRounds() {
    return rounds.stream().filter(round -> !round.parts().isEmpty()).count();
  }

  /** Returns the number of requests of all rounds. */
  public long requests() {
    return rounds.stream()
        .flatMap(round -> round.parts().stream())
        .mapToLong(SubmissionPart::requests)
        .sum();
  }

  /** Returns a copy with the number of all inputs, whose latest round is complete. */
  Submission completed(long count) {
    return new Submission(
        key, provider, identity, created, Math.max(items, count), true, true, setup, rounds);
  }

  /** Returns a copy in which at least a number of inputs were read. */
  Submission withItems(long count) {
    return new Submission(
        key,
        provider,
        identity,
        created,
        Math.max(items, count),
        isRead,
        isComplete,
        setup,
        rounds);
  }

  Submission withSetup(SequencedMap<String, String> shared) {
    return new Submission(
        key, provider, identity, created, items, isRead, isComplete, shared, rounds);
  }

  /** Returns a copy with another latest round. */
  Submission withLatest(SubmissionRound round) {
    var all = new ArrayList<>(rounds);
    all.set(all.size() - 1, round);
    return withRounds(all);
  }

  /** Returns an incomplete copy with one more round, which is empty. */
  Submission withNextRound() {
    var all = new ArrayList<>(rounds);
    all.add(SubmissionRound.EMPTY);
    return new Submission(key, provider, identity, created, items, isRead, false, setup, all);
  }

  /** Returns a copy with other rounds. */
  Submission withRounds(List<SubmissionRound> changed) {
    return new Submission(
        key, provider, identity, created, items, isRead, isComplete, setup, changed);
  }
}
