package org.atomicagents.internal.batch;

import java.util.Map;

/** The differences between the ingredients of two executions, for messages. */
public final class SetupDifferences {
  private static final int HASH_LENGTH = 64;
  private static final int SHOWN_DIGITS = 12;
  private static final String PROMPT = "system prompt";

  private SetupDifferences() {}

  /** Returns a line for each ingredient that differs; each begins with a line break. */
  public static String describe(Map<String, String> expected, Map<String, String> found) {
    var text = new StringBuilder();
    expected.forEach((name, value) -> {
      String other = found.getOrDefault(name, "");
      if (!other.equals(value)) {
        text.append("\n  ").append(name);
        text.append(": expected ").append(shown(value)).append(", found ").append(shown(other));
      }
    });
    return text.toString();
  }

  /** Returns a line for prompts that differ; else an empty text. */
  public static String advice(Map<String, String> expected, Map<String, String> found) {
    return expected.getOrDefault(PROMPT, "").equals(found.get(PROMPT))
        ? ""
        : "\nContext that changes between runs, such as a clock, has to be volatile.";
  }

  private static String shown(String value) {
    return value.length() == HASH_LENGTH ? "sha256:" + value.substring(0, SHOWN_DIGITS) : value;
  }
}
