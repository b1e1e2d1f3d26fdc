package org.atomicagents.durable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.atomicagents.internal.request.RequestDigest;

/**
 * Named hashes of everything that the result of a step depends on.
 *
 * <p>If a replay has other hashes, the program has changed since the step was recorded. Immutable.
 */
public final class StepInput {
  private static final StepInput NONE = new StepInput(new LinkedHashMap<>());

  private final SequencedMap<String, String> parts;

  private StepInput(SequencedMap<String, String> parts) {
    this.parts = parts;
  }

  /** Returns the input of a step that depends on nothing, such as the time. */
  public static StepInput none() {
    return NONE;
  }

  /** Returns the input of a step that depends on one text, of which a hash is recorded. */
  public static StepInput of(String name, String text) {
    return none().with(name, hash(text));
  }

  /**
   * Returns a copy with a part.
   *
   * @param name the name of the part, for messages, as in {@code the model}
   * @param value a short text or a hash, recorded as it is
   */
  public StepInput with(String name, String value) {
    Objects.requireNonNull(value, "value");
    var more = new LinkedHashMap<>(parts);
    more.put(name, value);
    return new StepInput(more);
  }

  /** Returns the parts in their order; unmodifiable. */
  public Map<String, String> parts() {
    return Collections.unmodifiableMap(parts);
  }

  /** Returns the SHA-256 of all parts, 64 hexadecimal digits. */
  public String hash() {
    var digest = new RequestDigest();
    parts.forEach(digest::add);
    return digest.hex();
  }

  /** Returns the names of the parts that differ from those of another input, in order. */
  public List<String> differences(StepInput other) {
    var names = new LinkedHashSet<>(parts.keySet());
    names.addAll(other.parts.keySet());
    var different = new ArrayList<String>();
    for (String name : names) {
      if (!Objects.equals(parts.get(name), other.parts.get(name))) {
        different.add(name);
      }
    }
    return different;
  }

  private static String hash(String text) {
    var digest = new RequestDigest();
    digest.add("text", text);
    return digest.hex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StepInput input && parts.equals(input.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return "StepInput" + parts.keySet();
  }
}
