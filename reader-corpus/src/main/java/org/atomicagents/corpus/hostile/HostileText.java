package org.atomicagents.corpus.hostile;

import java.util.List;

/**
 * An adversarial text of any length: a prefix, runs of repeated units, and a suffix.
 *
 * @param kind the class of the text, such as "comments"
 * @param type the name of the type as which it is read
 * @param units each is repeated for an equal share of the length
 */
public record HostileText(
    String kind, String type, String prefix, List<String> units, String suffix) {
  public HostileText {
    units = List.copyOf(units);
    if (units.isEmpty() || units.contains("")) {
      throw new IllegalArgumentException(
          "units: expected texts that are not empty, found " + units);
    }
  }

  /** Returns the text with about the given number of characters. */
  public String ofLength(int length) {
    var text = new StringBuilder(prefix);
    for (String unit : units) {
      text.append(unit.repeat(Math.max(1, length / units.size() / unit.length())));
    }
    return text.append(suffix).toString();
  }
}
