package org.atomicagents.internal.run;

import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.SchemaNotation;

/**
 * Detects, while a response is received, that it repeats the schema of its prompt instead of
 * containing a value.
 *
 * <p>White space, quotes and separators are ignored, since models change them. Only the beginning
 * of the response is compared, so that each character takes constant time. It contains the name of
 * a type: constants alone are a valid value too. Not thread-safe.
 */
final class SchemaEchoDetector {
  /** The number of compared characters from which the beginning of a schema is an echo. */
  private static final int MIN_LENGTH = 60;

  /** The length below which a schema is too short to be recognized. */
  private static final int MIN_SCHEMA_LENGTH = 20;

  private static final String IGNORED = "\"'`,;?";

  private final String schema;
  private int matched;
  private boolean hasStarted;
  private boolean differs;

  /** Creates a detector of the schema of a format, as it is written in the prompt. */
  SchemaEchoDetector(OutputFormat format) {
    String prompted = format.promptSchema();
    int start = Math.max(0, prompted.indexOf('{'));
    int firstType =
        format.prompt().notation() != SchemaNotation.JSON_SCHEMA
            ? endOfFirstType(prompted, start)
            : start;
    this.schema = compact(prompted, start, firstType);
    this.differs = firstType < 0 || schema.length() < MIN_SCHEMA_LENGTH;
  }

  /** Returns the end of the first word outside of quotes; -1 if there is none. */
  private static int endOfFirstType(String definition, int start) {
    boolean inString = false;
    boolean inWord = false;
    for (int i = start; i < definition.length(); i++) {
      char c = definition.charAt(i);
      if (inString) {
        i += c == '\\' ? 1 : 0;
        inString = c != '"';
      } else if (inWord && !Character.isLetterOrDigit(c)) {
        return i;
      } else {
        inString = c == '"';
        inWord = Character.isLetter(c);
      }
    }
    return -1;
  }

  /** Returns the beginning of a text, at least up to an index, without ignored characters. */
  private static String compact(String text, int start, int minEnd) {
    var compact = new StringBuilder(MIN_LENGTH);
    for (int i = start; i < text.length() && (i < minEnd || compact.length() < MIN_LENGTH); i++) {
      if (!isIgnored(text.charAt(i))) {
        compact.append(text.charAt(i));
      }
    }
    return compact.toString();
  }

  private static boolean isIgnored(char c) {
    return Character.isWhitespace(c) || IGNORED.indexOf(c) >= 0;
  }

  /** Appends text. */
  void append(String text) {
    for (int i = 0; i < text.length() && !differs && !isEcho(); i++) {
      char c = text.charAt(i);
      hasStarted |= c == '{';
      if (hasStarted && !isIgnored(c)) {
        differs = schema.charAt(matched) != c;
        matched++;
      }
    }
  }

  /** Returns whether the text begins with the schema, apart from words before it. */
  boolean isEcho() {
    return !differs && matched == schema.length();
  }
}
