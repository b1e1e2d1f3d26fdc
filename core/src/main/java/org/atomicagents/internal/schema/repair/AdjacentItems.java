package org.atomicagents.internal.schema.repair;

import org.atomicagents.internal.json.CaseConverter;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.lenient.LenientValue;

/**
 * Detects further items beside an object that is the only JSON of a response for a list, as in
 * {@code {"name": "a"}, ...} and in lists of one line per item.
 */
final class AdjacentItems {
  private static final int MAX_LINE_LENGTH = 200;

  private final String source;

  AdjacentItems(String source) {
    this.source = source;
  }

  /** Returns whether text directly beside a value may be another item, or replaces others. */
  boolean mayExist(LenientValue value) {
    int next = skipSpaces(value.end());
    if (next < source.length() && (source.charAt(next) == ',' || isEllipsis(next))) {
      return true;
    }
    String comment = lineAt(next);
    if (isComment(comment) && OmissionDetector.isOmission(comment)) {
      return true;
    }
    String line = lineAfter(next);
    return isItemLine(line) || hasLabelOf(line, value.start()) || endsInQuote(value.start());
  }

  /** Returns the line that directly follows a position at the end of a line, in lower case. */
  private String lineAfter(int lineEnd) {
    if (lineEnd >= source.length() || source.charAt(lineEnd) != '\n') {
      return "";
    }
    return lineAt(lineEnd + 1);
  }

  private String lineAt(int start) {
    int limit = Math.min(source.length(), start + MAX_LINE_LENGTH);
    int end = start;
    while (end < limit && !JsonCharacters.isLineEnd(source.charAt(end))) {
      end++;
    }
    return CaseConverter.lowerCase(source.substring(start, end)).strip();
  }

  private static boolean isItemLine(String line) {
    boolean isSeparator = line.startsWith(",") || line.startsWith("[") || line.startsWith("*[");
    boolean isComment = isComment(line) || line.startsWith("--");
    boolean isFewWords = line.indexOf(' ') < 0 || isComment;
    return isSeparator
        || OmissionDetector.isOmission(line)
        || (isFewWords && OmissionWords.havePlural(line))
        || (isComment
            && !line.startsWith("--")
            && line.chars().noneMatch(Character::isLetterOrDigit));
  }

  private static boolean isComment(String line) {
    return line.startsWith("#") || line.startsWith("//") || line.startsWith("/*");
  }

  // As in two lines with: item =
  private boolean hasLabelOf(String line, int start) {
    int lineStart = lineStart(start);
    String label = CaseConverter.lowerCase(source.substring(lineStart, start)).strip();
    return label.length() > 1
        && (label.endsWith("=") || label.endsWith(":"))
        && line.startsWith(label);
  }

  private int lineStart(int from) {
    int start = from;
    while (start > Math.max(0, from - MAX_LINE_LENGTH)
        && !JsonCharacters.isLineEnd(source.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  // As in: "Here are the items:"
  private boolean endsInQuote(int start) {
    int end = lineStart(start) - 1;
    while (end > 0 && (source.charAt(end - 1) == '\r' || source.charAt(end - 1) == ' ')) {
      end--;
    }
    return end > 0 && source.charAt(end - 1) == '"' && isQuotedLine(end - 1);
  }

  private boolean isQuotedLine(int closingQuote) {
    int start = lineStart(closingQuote);
    int openingQuote = source.indexOf('"', start);
    String label = source.substring(start, openingQuote).strip();
    return openingQuote < closingQuote
        && (label.isEmpty() || label.endsWith("=") || label.endsWith(":"));
  }

  private boolean isEllipsis(int i) {
    return source.startsWith("...", i) || source.charAt(i) == '…';
  }

  private int skipSpaces(int from) {
    int i = from;
    while (i < source.length() && (source.charAt(i) == ' ' || source.charAt(i) == '\r')) {
      i++;
    }
    return i;
  }
}
