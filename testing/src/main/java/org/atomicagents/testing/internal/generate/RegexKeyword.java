package org.atomicagents.testing.internal.generate;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A regular expression of a schema; not thread-safe. */
public final class RegexKeyword {
  private final String source;
  private final Pattern pattern;
  private @Nullable PatternExample parsed;

  private RegexKeyword(String source, Pattern pattern) {
    this.source = source;
    this.pattern = pattern;
  }

  public static RegexKeyword of(String source) {
    try {
      return new RegexKeyword(source, Pattern.compile(source));
    } catch (PatternSyntaxException e) {
      throw new UnsatisfiableSchemaException(
          "#", "the pattern \"" + source + "\" is not understood: " + e.getDescription());
    }
  }

  /** Returns the expression as the schema has it. */
  String source() {
    return source;
  }

  boolean matches(String text) {
    return pattern.matcher(text).find();
  }

  /**
   * A text that the pattern may match; the caller checks.
   *
   * @param repetitions how often at most to repeat what may be repeated without end
   */
  public String example(SeededRandom draw, int repetitions) {
    try {
      var output = new PatternExample.Output(draw, repetitions);
      parsed().append(output);
      return output.text();
    } catch (RuntimeException e) {
      throw new UnsatisfiableSchemaException(
          "#", "no text found for the pattern \"" + source + "\" (" + e.getMessage() + ")");
    }
  }

  private PatternExample parsed() {
    PatternExample known = parsed;
    if (known == null) {
      known = PatternExampleParser.parse(source);
      parsed = known;
    }
    return known;
  }
}
