package org.atomicagents.internal.json.lenient;

import java.util.Set;
import org.atomicagents.internal.json.CaseConverter;
import org.atomicagents.internal.json.JsonCharacters;

/**
 * Determines the placement of candidates, in the order of the text.
 *
 * <p>Only white space and marks next to a candidate are examined. Not thread-safe.
 */
final class PlacementFinder {
  private static final String FENCE = "```";
  private static final String OTHER_FENCE = "~~~";
  // The languages whose values are JSON, apart from a few deviations.
  private static final Set<String> JSON_LANGUAGES =
      Set.of(
          "",
          "json",
          "jsonc",
          "json5",
          "jsonl",
          "ndjson",
          "jsonlines",
          "js",
          "javascript",
          "text",
          "txt",
          "plain",
          "plaintext",
          "output");
  private static final String EMPHASIS = "*_`";
  private static final String LINE_MARKS = "*_`>";
  private static final String TERMINATORS = "*_`.;,!";
  private static final int MAX_TAG_LENGTH = 40;
  private static final int MAX_LANGUAGE_LENGTH = 20;

  private final String text;
  private boolean isJsonFence;
  // The end of the fence's mark, or of the candidates that directly follow it.
  private int fenceContentEnd = -1;
  private int previousEnd = -1;
  private CandidatePlacement previous = CandidatePlacement.INLINE;

  PlacementFinder(String text) {
    this.text = text;
  }

  /** Begins a fence, whose language follows its mark. */
  void startFence(int markEnd) {
    int limit = Math.min(text.length(), markEnd + MAX_LANGUAGE_LENGTH);
    int end = markEnd;
    while (end < limit && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    isJsonFence = JSON_LANGUAGES.contains(CaseConverter.lowerCase(text.substring(markEnd, end)));
    fenceContentEnd = end;
  }

  /** Returns the placement of a candidate in a fence. */
  CandidatePlacement inFence(LenientValue value) {
    boolean isFirst = isSeparator(fenceContentEnd, value.start());
    fenceContentEnd = isFirst ? value.end() : -1;
    int next = skipForward(value.end(), ",;");
    boolean isLast =
        next == text.length()
            || text.startsWith(FENCE, next)
            || "{[".indexOf(text.charAt(next)) >= 0;
    return isFirst && isLast && isJsonFence ? CandidatePlacement.ALONE : CandidatePlacement.INLINE;
  }

  private boolean isSeparator(int from, int to) {
    return from >= 0 && from <= to && skipForward(from, ",;") >= to;
  }

  private int skipForward(int from, String marks) {
    int i = from;
    while (i < text.length()
        && (JsonCharacters.isSpace(text.charAt(i)) || marks.indexOf(text.charAt(i)) >= 0)) {
      i++;
    }
    return i;
  }

  /**
   * Returns the placement of a candidate outside of fences. One that directly follows another has
   * the same placement, unless other text follows it.
   *
   * @param contentStart the start of the text after the reasoning
   */
  CandidatePlacement inProse(LenientValue value, int contentStart) {
    CandidatePlacement placement =
        previousEnd >= contentStart && isSeparator(previousEnd, value.start())
            ? afterCandidate(value)
            : afterText(value, contentStart);
    previousEnd = value.end();
    previous = placement;
    return placement;
  }

  private CandidatePlacement afterCandidate(LenientValue value) {
    return endsLine(skipLineRest(value.end())) ? previous : CandidatePlacement.INLINE;
  }

  private CandidatePlacement afterText(LenientValue value, int contentStart) {
    int before = skipBackward(value.start(), contentStart);
    int after = skipLineRest(value.end());
    if (!endsLine(after)) {
      return CandidatePlacement.INLINE;
    }
    if (before < contentStart || isLineEnd(before)) {
      return isParagraphStart(before, contentStart) && isParagraphEnd(after)
          ? CandidatePlacement.PARAGRAPH
          : CandidatePlacement.LINE;
    }
    if (isLabel(before)) {
      return CandidatePlacement.LABELLED;
    }
    boolean spansLines = text.substring(value.start(), value.end()).indexOf('\n') >= 0;
    return spansLines ? CandidatePlacement.LINE : CandidatePlacement.INLINE;
  }

  private boolean endsLine(int i) {
    return i == text.length() || isLineEnd(i) || "{[".indexOf(text.charAt(i)) >= 0;
  }

  /** Returns the position before the spaces and marks that precede a candidate on its line. */
  private int skipBackward(int start, int contentStart) {
    int i = start - 1;
    while (i >= contentStart) {
      char c = text.charAt(i);
      if (c == '>' && tagStart(i) >= contentStart) {
        return skipBackwardSpace(tagStart(i), contentStart);
      }
      boolean isBullet = c == '*' && JsonCharacters.isSpace(text.charAt(i + 1));
      boolean isMark = LINE_MARKS.indexOf(c) >= 0 && !isBullet;
      if (isLineEnd(i) || !(isMark || JsonCharacters.isSpace(c))) {
        break;
      }
      i--;
    }
    return i;
  }

  private int skipBackwardSpace(int end, int contentStart) {
    int i = end - 1;
    while (i >= contentStart && !isLineEnd(i) && JsonCharacters.isSpace(text.charAt(i))) {
      i--;
    }
    return i;
  }

  /** Returns the start of the opening tag that ends at a position; -1 if there is none. */
  private int tagStart(int end) {
    int i = end - 1;
    while (i > Math.max(0, end - MAX_TAG_LENGTH)
        && (Character.isLetterOrDigit(text.charAt(i)) || "_-|".indexOf(text.charAt(i)) >= 0)) {
      i--;
    }
    return i >= 0 && i < end - 1 && text.charAt(i) == '<' ? i : -1;
  }

  /** Returns the position after the spaces and marks that are behind a candidate on its line. */
  private int skipLineRest(int end) {
    int i = end;
    while (i < text.length() && !isLineEnd(i)) {
      char c = text.charAt(i);
      if (text.startsWith("</", i) || text.startsWith("<|", i)) {
        return text.length();
      }
      if (!JsonCharacters.isSpace(c) && TERMINATORS.indexOf(c) < 0) {
        return i;
      }
      i++;
    }
    return i;
  }

  private boolean isLineEnd(int i) {
    return JsonCharacters.isLineEnd(text.charAt(i));
  }

  private boolean isLabel(int i) {
    return text.charAt(i) == ':' || text.charAt(i) == '：';
  }

  /** Returns whether the line that ends at a position is blank, a fence, or ends in a colon. */
  private boolean isParagraphStart(int lineEnd, int contentStart) {
    int i = lineEnd;
    int lines = 0;
    while (i >= contentStart
        && (JsonCharacters.isSpace(text.charAt(i)) || EMPHASIS.indexOf(text.charAt(i)) >= 0)) {
      lines += text.charAt(i) == '\n' ? 1 : 0;
      i--;
    }
    return i < contentStart || lines != 1 || isLabel(i) || isOnFenceLine(i);
  }

  private boolean isOnFenceLine(int last) {
    int i = last;
    while (i > Math.max(0, last - MAX_LANGUAGE_LENGTH) && !isLineEnd(i)) {
      i--;
    }
    int start = isLineEnd(i) ? i + 1 : i;
    // A fence can have lost its marks.
    return text.startsWith(OTHER_FENCE, start)
        || text.startsWith(FENCE, start)
        || text.substring(start, last + 1).equalsIgnoreCase("json");
  }

  private boolean isParagraphEnd(int lineEnd) {
    int i = lineEnd;
    int lines = 0;
    while (i < text.length() && JsonCharacters.isSpace(text.charAt(i))) {
      lines += text.charAt(i) == '\n' ? 1 : 0;
      i++;
    }
    return i == text.length()
        || lines != 1
        || text.startsWith(OTHER_FENCE, i)
        || text.startsWith(FENCE, i)
        || text.startsWith("</", i);
  }
}
