package org.atomicagents.internal.routing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.atomicagents.error.AgentException;

/** A hash of everything that determines the result of a run with stages. */
final class StageFingerprint {
  private StageFingerprint() {}

  /** Returns the hash as hexadecimal digits. */
  static String of(StagePlan<?, ?> plan, StageStart<?> start) {
    MessageDigest digest = newDigest();
    add(digest, plan.settings().policy().description());
    start.failures().forEach(failure -> add(digest, failure.getClass().getName()));
    add(digest, start.stage().run().fingerprint());
    for (int index = start.index() + 1; index <= plan.lastStage(); index++) {
      add(digest, later(plan, index));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String later(StagePlan<?, ?> plan, int index) {
    try (StageAttempt<?> stage = plan.prepare(index)) {
      return stage.run().fingerprint();
    } catch (AgentException e) {
      // The stage may never run; if it does, it fails in the same way.
      return e.getClass().getName();
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
