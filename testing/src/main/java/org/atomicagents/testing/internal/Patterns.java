package org.atomicagents.testing.internal;

import com.github.curiousoddman.rgxgen.RgxGen;
import com.github.curiousoddman.rgxgen.config.RgxGenOption;
import com.github.curiousoddman.rgxgen.config.RgxGenProperties;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a schema.
 *
 * @param source as the schema has it
 * @param pattern the same, to find a match anywhere in a text
 */
record Patterns(String source, Pattern pattern) {

  static Patterns of(String source) {
    try {
      return new Patterns(source, Pattern.compile(source));
    } catch (PatternSyntaxException e) {
      throw new UnsatisfiableException(
          "#", "the pattern \"" + source + "\" is not understood: " + e.getDescription());
    }
  }

  boolean matches(String text) {
    return pattern.matcher(text).find();
  }

  /**
   * A text that the pattern may match; the caller checks.
   *
   * @param repetitions how often at most to repeat what may be repeated without end
   */
  String example(Draw draw, int repetitions) {
    var properties = new RgxGenProperties();
    RgxGenOption.INFINITE_PATTERN_REPETITION.setInProperties(properties, repetitions);
    try {
      return RgxGen.parse(properties, source).generate(draw.random());
    } catch (RuntimeException e) {
      throw new UnsatisfiableException(
          "#", "no text found for the pattern \"" + source + "\" (" + e.getMessage() + ")");
    }
  }
}
