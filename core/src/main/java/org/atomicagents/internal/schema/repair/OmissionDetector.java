package org.atomicagents.internal.schema.repair;

import java.util.List;
import org.atomicagents.internal.json.CaseConverter;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.json.lenient.SyntaxRepair;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.jspecify.annotations.Nullable;

/**
 * Detects comments and unquoted words that may replace omitted parts, as in {@code ["a" // etc.]}.
 *
 * <p>A comment in a list or map replaces a part unless it belongs to one: it precedes a part, or it
 * is behind a part on the same line. A comment that belongs to a part describes it, unless it
 * announces an omission by its words.
 */
final class OmissionDetector {
  private static final int MAX_LENGTH = 300;

  private final String source;

  OmissionDetector(String source) {
    this.source = source;
  }

  /** Returns what may stand for omitted elements; null if there is no such text. */
  @Nullable String findIn(ArrayValue array) {
    String comment = findComment(array, array.elements(), false);
    if (comment != null) {
      return comment;
    }
    for (LenientValue element : array.elements()) {
      if (element instanceof RawToken token
          && !JsonLiterals.isNumberOrLiteral(token.source(), token.start(), token.end())
          && isOmission(token.value())) {
        return ValueDescription.quote(token.value());
      }
    }
    return null;
  }

  /** Returns what may stand for omitted entries of a map; null if there is no such text. */
  @Nullable String findInMap(ObjectValue map) {
    return findIn(map, false);
  }

  /** Returns the comment of a record that announces an omission; null if there is none. */
  @Nullable String findInRecord(ObjectValue record) {
    return findIn(record, true);
  }

  private @Nullable String findIn(ObjectValue object, boolean hasNames) {
    String found =
        findComment(object, object.properties().stream().map(Property::value).toList(), hasNames);
    for (Property property : object.properties()) {
      if (found == null && isEllipsis(property.key())) {
        found = ValueDescription.quote(property.key());
      }
      for (SyntaxRepair repair : property.repairs()) {
        boolean isAnnouncement = isComment(repair) && announcesOmission(repair, property.value());
        found = found == null && isAnnouncement ? describe(repair) : found;
      }
    }
    return found;
  }

  // As in {"a": 1, "...": "..."}.
  private static boolean isEllipsis(String key) {
    return key.equals("etc")
        || key.equals("etc.")
        || (!key.isBlank() && key.chars().allMatch(c -> c == '.' || c == '…' || c == ' '));
  }

  /**
   * Returns the first comment that may stand for omitted parts of a container.
   *
   * @param hasNames whether the parts have names, so that an absent part is noticed
   */
  private @Nullable String findComment(
      LenientValue container, List<LenientValue> parts, boolean hasNames) {
    int next = 0;
    LineAfterPart line = null;
    boolean isOnlyComment = !hasNames && hasOneComment(container);
    for (SyntaxRepair repair : container.repairs()) {
      while (next < parts.size() && parts.get(next).start() < repair.start()) {
        next++;
      }
      if (isComment(repair)) {
        LenientValue previous = next == 0 ? null : parts.get(next - 1);
        int partsStart = next < 2 ? container.start() : parts.get(next - 2).end();
        boolean isLast = !hasNames && next == parts.size();
        line =
            line == null && isLast && previous != null
                ? new LineAfterPart(previous, partsStart)
                : line;
        boolean isPart = isLast && (line == null || !line.contains(repair));
        LenientValue described = hasNames ? previous : container;
        boolean isSeparator =
            !hasNames
                && (isQuoted(repair)
                    || (isBlank(repair)
                        && (textOf(repair).strip().endsWith(",") || isOnlyComment)));
        if (isPart || isSeparator || announcesOmission(repair, described)) {
          return describe(repair);
        }
      }
    }
    return null;
  }

  private static boolean isComment(SyntaxRepair repair) {
    return repair.kind() == SyntaxRepair.Kind.COMMENT;
  }

  private boolean announcesOmission(SyntaxRepair comment, @Nullable LenientValue described) {
    String text = textOf(comment);
    boolean hasParts = described instanceof ArrayValue || described instanceof ObjectValue;
    return OmissionWords.announceOmission(text) || (hasParts && OmissionWords.havePlural(text));
  }

  private String textOf(SyntaxRepair comment) {
    int end = Math.min(comment.end(), comment.start() + MAX_LENGTH);
    return CaseConverter.lowerCase(source.substring(comment.start(), end));
  }

  private static boolean hasOneComment(LenientValue container) {
    return container.repairs().stream().filter(OmissionDetector::isComment).limit(2).count() == 1;
  }

  // As in ["a" // "b"], where the comment may contain another item.
  private boolean isQuoted(SyntaxRepair comment) {
    String content = textOf(comment).substring(1).replace("/", "").replace("*", "").strip();
    String item = content.endsWith(",") ? content.substring(0, content.length() - 1) : content;
    return item.length() > 1 && item.startsWith("\"") && item.endsWith("\"");
  }

  // As in [1, //, 3], where the comment replaces an item.
  private boolean isBlank(SyntaxRepair comment) {
    return textOf(comment).chars().noneMatch(Character::isLetterOrDigit);
  }

  private String describe(SyntaxRepair comment) {
    return ValueDescription.quote(source.substring(comment.start(), comment.end()).strip());
  }

  /** Returns whether words without quotes replace further elements, as in {@code and 12 more}. */
  static boolean isOmission(String word) {
    String text = CaseConverter.lowerCase(word.substring(0, Math.min(word.length(), MAX_LENGTH)));
    boolean isContinued =
        text.startsWith("and ") || text.startsWith("und ") || text.startsWith("plus ");
    return OmissionWords.announceOmission(text)
        || ((isContinued || hasDigit(text)) && OmissionWords.havePlural(text));
  }

  private static boolean hasDigit(String text) {
    int i = 0;
    while (i < text.length() && (text.charAt(i) < '0' || text.charAt(i) > '9')) {
      i++;
    }
    return i < text.length();
  }

  /** Returns whether a list contains both words without quotes and values of other kinds. */
  static boolean mixesWords(ArrayValue array) {
    return array.elements().stream().anyMatch(ScalarRepairer::isWord)
        && array.elements().stream()
            .anyMatch(element ->
                !(element instanceof RawToken token)
                    || JsonLiterals.isNumber(token.source(), token.start(), token.end()));
  }

  /**
   * The line of the last part of a list. Its comments are examined in their order, each character
   * once.
   */
  private final class LineAfterPart {
    private final boolean isPartOnOwnLine;
    private int end;
    private boolean hasComma;

    /**
     * Creates the line of a part.
     *
     * @param previousEnd the end of what precedes the part
     */
    LineAfterPart(LenientValue part, int previousEnd) {
      this.isPartOnOwnLine = isInRange('\n', previousEnd, part.start());
      this.end = part.end();
    }

    /**
     * Returns whether a comment is on the line of the part, and is not another part of a list on
     * one line.
     */
    boolean contains(SyntaxRepair comment) {
      boolean isOnLine = !isInRange('\n', end, comment.start());
      hasComma |= isInRange(',', end, comment.start());
      end = comment.start();
      return isOnLine && (!hasComma || isPartOnOwnLine);
    }

    private boolean isInRange(char c, int from, int to) {
      return source.indexOf(c, from, to) >= 0;
    }
  }
}
