package org.atomicagents.cli.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.atomicagents.cli.source.SourceException.Problem;

/** Collects the problems of a file, to report all of them at once. Not thread-safe. */
public final class ProblemCollector {
  private static final int MAX_REPORTED = 20;
  private static final int MAX_KEY_LENGTH = 60;
  // A suggestion compares a key with all known ones.
  private static final int MAX_SUGGESTIONS = MAX_REPORTED;

  private static final Comparator<Problem> BY_POSITION =
      Comparator.comparing((Problem problem) -> problem.position().file())
          .thenComparingInt(problem -> problem.position().line())
          .thenComparingInt(problem -> problem.position().column());

  private final List<Problem> collected = new ArrayList<>();

  /** Adds a problem. */
  public void add(SourcePosition position, String message) {
    collected.add(new Problem(position, message));
  }

  /** Adds an unexpected value. */
  public void expected(String path, String expected, SourceNode value) {
    add(value.position(), path + ": expected " + expected + ", found " + value.describe());
  }

  /**
   * Adds an unknown key, with the most similar known key as a suggestion.
   *
   * @param advice the advice if no known key is similar
   */
  public void unknownKey(
      SourcePosition position, String path, String key, Collection<String> known, String advice) {
    String nearest = collected.size() < MAX_SUGGESTIONS ? SpellingSuggestion.of(key, known) : null;
    String shown = key.length() <= MAX_KEY_LENGTH ? key : key.substring(0, MAX_KEY_LENGTH) + "...";
    add(
        position,
        (path.isEmpty() ? "" : path + ": ")
            + "unknown key \""
            + shown
            + "\". "
            + (nearest == null ? advice : "Did you mean " + nearest + "?"));
  }

  /** Returns the number of problems. */
  public int count() {
    return collected.size();
  }

  /** Adds the problems of another file. */
  public void addAll(SourceException other) {
    collected.addAll(other.problems());
  }

  /**
   * Throws an exception if there are problems.
   *
   * @throws SourceException with the first 20 problems, ordered by position
   */
  public void throwIfAny() {
    if (!collected.isEmpty()) {
      throw new SourceException(
          collected.stream().sorted(BY_POSITION).limit(MAX_REPORTED).toList());
    }
  }
}
