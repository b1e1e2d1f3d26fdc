package org.atomicagents.internal.decision;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.atomicagents.internal.json.JsonPath;

/**
 * A component whose value is one of a few: a boolean, an enum or an integer of a small range.
 *
 * @param path the path of the component in an output
 * @param location the path of the component in the JSON of a response, which differs from {@code
 *     path} if the output is wrapped in an object
 * @param literals the JSON texts of the allowed values in UTF-8, by name, in the order of the
 *     schema; the bytes must not be changed
 */
public record DecisionComponent(
    String path, JsonPath location, SequencedMap<String, byte[]> literals) {

  public DecisionComponent {
    literals = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(literals));
  }

  /** Returns a component whose values have these JSON texts, by name. */
  static DecisionComponent of(
      String path, JsonPath location, SequencedMap<String, String> literals) {
    var encoded = new LinkedHashMap<String, byte[]>();
    literals.forEach((name, text) -> encoded.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return new DecisionComponent(path, location, encoded);
  }
}
