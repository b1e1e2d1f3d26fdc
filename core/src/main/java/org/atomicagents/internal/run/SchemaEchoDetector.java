package org.atomicagents.internal.run;

/**
 * Detects, while a response is received, that it repeats the schema of its prompt instead of
 * containing a value.
 *
 * <p>White space, quotes and separators are ignored, since models change them. Only the beginning
 * of the response is compared, so that each character takes constant time. Not thread-safe.
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

  /** Creates a detector of a schema, as it is written in the prompt. */
  SchemaEchoDetector(String promptSchema) {
    int start = promptSchema.indexOf('{');
    this.schema = compact(promptSchema.substring(Math.max(0, start)));
    this.differs = schema.length() < MIN_SCHEMA_LENGTH;
  }

  private static String compact(String text) {
    var compact = new StringBuilder(Math.min(text.length(), MIN_LENGTH));
    for (int i = 0; i < text.length() && compact.length() < MIN_LENGTH; i++) {
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
