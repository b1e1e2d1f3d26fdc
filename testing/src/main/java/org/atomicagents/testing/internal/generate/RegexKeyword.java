package org.atomicagents.testing.internal.generate;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A regular expression in a schema; not thread-safe. */
public final class RegexKeyword {
  private final String source;
  private final Pattern pattern;
  private @Nullable PatternExample parsed;

  private RegexKeyword(String source, Pattern pattern) {
    this.source = source;
    this.pattern = pattern;
  }

  /**
   * Returns the keyword of an expression.
   *
   * @throws UnsatisfiableSchemaException if the expression is not valid for {@link Pattern}
   */
  public static RegexKeyword of(String source) {
    try {
      return new RegexKeyword(source, Pattern.compile(source));
    } catch (PatternSyntaxException e) {
      throw new UnsatisfiableSchemaException(
          "#", "invalid pattern \"" + source + "\": " + e.getDescription());
    }
  }

  /** Returns the expression as written in the schema. */
  String source() {
    return source;
  }

  boolean matches(String text) {
    try {
      return pattern.matcher(text).find();
    } catch (StackOverflowError e) {
      throw new UnsatisfiableSchemaException(
          "#", "the text is too long for the pattern \"" + source + "\"");
    }
  }

  /**
   * Returns a text that probably matches the pattern; callers must check it.
   *
   * @param repetitions maximum number of repetitions for quantifiers without an upper limit
   */
  public String example(SeededRandom random, int repetitions) {
    try {
      var output = new PatternExample.Output(random, repetitions);
      parsed().append(output);
      return output.text();
    } catch (RuntimeException e) {
      throw new UnsatisfiableSchemaException(
          "#", "no text found for the pattern \"" + source + "\" (" + e.getMessage() + ")");
    } catch (StackOverflowError e) {
      throw new UnsatisfiableSchemaException("#", "the pattern is nested too deep");
    }
  }

  private PatternExample parsed() {
    PatternExample example = parsed;
    if (example == null) {
      example = PatternExampleParser.parse(source);
      parsed = example;
    }
    return example;
  }
}
