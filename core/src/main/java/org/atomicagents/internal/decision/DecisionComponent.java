package org.atomicagents.internal.decision;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.atomicagents.internal.json.JsonPath;

/**
 * A component whose value is one of a few: a boolean, an enum or an integer of a small range.
 *
 * @param path the path of the component in an output
 * @param location the path of the component in the JSON of a response, which differs from {@code
 *     path} if the output is wrapped in an object
 * @param literals the JSON texts of the allowed values by name, in the order of the schema
 */
public record DecisionComponent(
    String path, JsonPath location, SequencedMap<String, String> literals) {

  public DecisionComponent {
    literals = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(literals));
  }

  /** Returns the JSON texts of the allowed values in UTF-8, by name. */
  SequencedMap<String, byte[]> encodedLiterals() {
    var encoded = new LinkedHashMap<String, byte[]>();
    for (Map.Entry<String, String> literal : literals.entrySet()) {
      encoded.put(literal.getKey(), literal.getValue().getBytes(StandardCharsets.UTF_8));
    }
    return encoded;
  }
}
