package org.atomicagents.internal;

import java.util.List;

/**
 * An invented request and its response, as an example of how a small model responds: with values of
 * the text, with the keys of the type only, on one line.
 *
 * <p>A model of this size repeats values of an example. Its words are rare, so that they can be
 * recognized in an output.
 */
public final class Demonstration {
  public static final String INPUT = "Ugo and Runa row a canoe.";

  public static final String DEFINITION =
      """
      {
        "crew": string[],
        "vehicle": string
      }\
      """;

  public static final String RESPONSE = "{\"crew\": [\"Ugo\", \"Runa\"], \"vehicle\": \"canoe\"}";

  /** The words of the response's values. */
  public static final List<String> WORDS = List.of("Ugo", "Runa", "canoe");

  private Demonstration() {}
}
