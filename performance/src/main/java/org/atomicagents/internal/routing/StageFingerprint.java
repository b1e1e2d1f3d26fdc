package org.atomicagents.internal.routing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.atomicagents.PreparationUsage;
import org.atomicagents.error.AgentException;

/**
 * A hash of everything that determines the result of a run with stages.
 *
 * @param hash the hash as hexadecimal digits
 * @param usage the usage of preparing the later stages
 */
record StageFingerprint(String hash, PreparationUsage usage) {

  /** Returns the fingerprint of a run, all of whose later stages are prepared for it. */
  static StageFingerprint of(StagePlan<?, ?> plan, StageStart<?> start) {
    MessageDigest digest = newDigest();
    PreparationUsage usage = PreparationUsage.NONE;
    add(digest, plan.settings().policy().description());
    start.failures().forEach(failure -> add(digest, failure.getClass().getName()));
    add(digest, start.stage().run().fingerprint());
    for (int index = start.index() + 1; index <= plan.lastStage(); index++) {
      StageFingerprint later = later(plan, index);
      add(digest, later.hash());
      usage = usage.plus(later.usage());
    }
    return new StageFingerprint(HexFormat.of().formatHex(digest.digest()), usage);
  }

  /** Returns a copy with the usage of another fingerprint of the same run added. */
  StageFingerprint withUsageOf(StageFingerprint other) {
    return new StageFingerprint(hash, usage.plus(other.usage));
  }

  StageFingerprint withoutUsage() {
    return new StageFingerprint(hash, PreparationUsage.NONE);
  }

  private static StageFingerprint later(StagePlan<?, ?> plan, int index) {
    try (StageAttempt<?> stage = plan.prepare(index)) {
      String hash = stage.run().fingerprint();
      return new StageFingerprint(hash, stage.run().preparationUsage());
    } catch (AgentException e) {
      // The stage may never run; if it does, it fails in the same way.
      return new StageFingerprint(e.getClass().getName(), PreparationUsage.NONE.plus(e));
    }
  }

  // The zero byte is in no fingerprint and in no description.
  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
