package org.atomicagents.cli.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.atomicagents.cli.source.SourceException.Problem;

/** Collects what is wrong with a file, so that all of it is told at once; not thread-safe. */
public final class ProblemCollector {
  private static final int MAX_REPORTED = 20;

  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing((Problem each) -> each.place().file())
          .thenComparingInt(each -> each.place().line())
          .thenComparingInt(each -> each.place().column());

  private final List<Problem> collected = new ArrayList<>();

  /** Notes a problem at a place. */
  public void add(SourcePosition place, String message) {
    collected.add(new Problem(place, message));
  }

  /** Notes a value that isn't what was expected. */
  public void expected(String where, String expected, SourceNode value) {
    add(value.place(), where + ": expected " + expected + ", found " + value.describe());
  }

  /**
   * Notes a key that isn't known, and which one may have been meant.
   *
   * @param advice what to do where that can't be told
   */
  public void unknownKey(
      SourcePosition place, String where, String key, Collection<String> known, String advice) {
    String nearest = SpellingSuggestion.of(key, known);
    add(
        place,
        (where.isEmpty() ? "" : where + ": ")
            + "unknown key \""
            + key
            + "\". "
            + (nearest == null ? advice : "Did you mean " + nearest + "?"));
  }

  /** How many there are so far. */
  public int count() {
    return collected.size();
  }

  /** Takes over what another file's reading found. */
  public void addAll(SourceException other) {
    collected.addAll(other.problems());
  }

  /**
   * Goes on only if all is well.
   *
   * @throws SourceException if it isn't; tells the first twenty
   */
  public void throwIfAny() {
    if (!collected.isEmpty()) {
      throw new SourceException(collected.stream().sorted(BY_PLACE).limit(MAX_REPORTED).toList());
    }
  }
}
