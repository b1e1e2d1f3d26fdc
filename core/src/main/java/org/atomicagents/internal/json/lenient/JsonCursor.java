package org.atomicagents.internal.json.lenient;

import java.util.BitSet;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonIo;

/** A position in a text that is being parsed, and the containers that are open at it. */
final class JsonCursor {
  final SourceText source;
  final String text;
  int position;
  private final BitSet objects = new BitSet();
  private int depth;
  private boolean isValidJson;

  JsonCursor(SourceText source) {
    this.source = source;
    this.text = source.text;
  }

  /**
   * Moves to the start of a container or string that no other container encloses.
   *
   * @param isValid whether it is known to be valid JSON
   */
  void restart(int start, boolean isValid) {
    position = start;
    depth = 0;
    isValidJson = isValid;
  }

  /** Returns whether the text is known to be valid JSON, so that the next quote closes a string. */
  boolean isValidJson() {
    return isValidJson;
  }

  /** Returns whether the input ends here: outside of strings, a code fence ends it, too. */
  boolean isAtEnd() {
    return source.isEnd(position);
  }

  char peek() {
    return text.charAt(position);
  }

  /**
   * Opens an object or an array.
   *
   * @throws RejectedTextException if the maximum nesting depth is exceeded
   */
  void open(boolean isObject) {
    if (depth == JsonIo.MAX_DEPTH) {
      throw new RejectedTextException(ParsingLimits.TOO_DEEP);
    }
    objects.set(depth++, isObject);
  }

  void close() {
    depth--;
  }

  int depth() {
    return depth;
  }

  /** Returns whether the container at a level, counted from the outermost, is an object. */
  boolean isObject(int level) {
    return objects.get(level);
  }

  /** Returns whether a closer can end a container around the innermost one. */
  boolean closesOuterContainer(char closer) {
    int level = innermostLevel(closer == '}');
    return level >= 0 && level < depth - 1;
  }

  private int innermostLevel(boolean isObject) {
    return isObject ? objects.previousSetBit(depth - 1) : objects.previousClearBit(depth - 1);
  }

  /** Skips white space and comments, and records those that strict JSON does not allow. */
  void skipSpaceAndComments(RepairCollector repairs, boolean beforeValue) {
    int from = position;
    while (position < text.length()) {
      int start = position;
      char c = text.charAt(position);
      if (JsonCharacters.isJsonSpace(c)) {
        position++;
      } else if (JsonCharacters.isSpace(c)) {
        position++;
        repairs.addOnce(SyntaxRepair.Kind.ESCAPE, start, position);
      } else if (source.isComment(position, beforeValue)) {
        position = source.commentEnd(position);
        repairs.add(SyntaxRepair.Kind.COMMENT, start, position);
      } else {
        break;
      }
    }
    source.limits.addSteps(position - from + 1);
  }
}
