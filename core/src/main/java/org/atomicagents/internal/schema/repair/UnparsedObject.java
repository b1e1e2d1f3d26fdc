package org.atomicagents.internal.schema.repair;

import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a text in brackets that is not JSON, such as {@code {"key" => 1}} or an object
 * with the quotes of another language.
 *
 * @param bracket the opening bracket
 * @param key the first word behind it, if an assignment follows; null if there is none
 * @param isQuoted whether the key is in quotes of any kind
 * @param isLabelled whether a colon or an equals sign precedes the bracket
 * @param isCut whether the text ends within the key
 */
record UnparsedObject(
    char bracket, @Nullable String key, boolean isQuoted, boolean isLabelled, boolean isCut) {
  private static final int MAX_MARKS = 12;
  private static final int MAX_KEY_LENGTH = 60;
  // As in "texts" and "text (required)".
  private static final int MIN_NAME_LENGTH = 3;
  private static final String QUOTE_ENTITY = "&quot;";
  private static final String ASSIGNMENTS = ":=\uff1a";

  /** Returns the beginning of the text at a bracket. */
  static UnparsedObject at(String text, int start) {
    int keyStart = skipMarks(text, start + 1);
    int keyEnd = keyStart;
    while (keyEnd < text.length()
        && keyEnd - keyStart < MAX_KEY_LENGTH
        && isKeyCharacter(text.charAt(keyEnd))) {
      keyEnd++;
    }
    boolean isQuoted = !text.substring(start + 1, keyStart).isBlank();
    boolean isCut = keyEnd == text.length();
    boolean isKey =
        keyEnd > keyStart
            && (hasAssignment(text, keyEnd)
                || (isQuoted && (isCut || precedesQuote(text, keyEnd))));
    return new UnparsedObject(
        text.charAt(start),
        isKey ? text.substring(keyStart, keyEnd).strip() : null,
        isQuoted,
        isLabelled(text, start),
        isCut);
  }

  /**
   * Returns whether the key is one of the type, or any quoted one if the type is a map; a list may
   * begin with any quoted item, or follow a label.
   */
  boolean isOutputOf(RecordNode root) {
    if (bracket == '[') {
      return (isQuoted || isLabelled) && mayBeList(root);
    }
    if (key == null) {
      return isQuoted && isCut;
    }
    return isKeyOf(root)
        || (RootWrapper.isWrapper(root)
            && isKeyOfContent(root.components().getFirst().slot().unwrappedType()));
  }

  private static boolean mayBeList(RecordNode root) {
    return RootWrapper.isListWrapper(root)
        || (RootWrapper.isWrapper(root)
            && root.components().getFirst().slot().unwrappedType() instanceof AnyNode);
  }

  private boolean isKeyOfContent(TypeNode type) {
    return switch (type) {
      case RecordNode record -> isKeyOf(record);
      case UnionNode union ->
          (union.discriminator() != null && isName(union.discriminator()))
              || union.branches().stream().anyMatch(branch -> isKeyOf(branch.record()));
      case ListNode list -> isKeyOfContent(list.item().unwrappedType());
      case MapNode ignored -> isQuoted;
      default -> false;
    };
  }

  private boolean isKeyOf(RecordNode record) {
    return (key != null && WrapperKeys.isOwnName(key, record))
        || record.components().stream().anyMatch(component -> isName(component.jsonName()));
  }

  private boolean isName(String name) {
    if (key == null) {
      return false;
    }
    String written = NameMatcher.normalize(key);
    String expected = NameMatcher.normalize(name);
    return written.equals(expected)
        || NameSimilarity.isSimilar(key, name)
        || (expected.length() >= MIN_NAME_LENGTH && written.startsWith(expected))
        || (isCut && expected.startsWith(written));
  }

  private static boolean isLabelled(String text, int start) {
    int i = start - 1;
    while (i >= Math.max(0, start - MAX_MARKS) && JsonCharacters.isSpace(text.charAt(i))) {
      i--;
    }
    return i >= 0 && ASSIGNMENTS.indexOf(text.charAt(i)) >= 0;
  }

  private static boolean hasAssignment(String text, int from) {
    int end = skipMarks(text, from);
    for (int i = from; i < end; i++) {
      if (ASSIGNMENTS.indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  // As in {"key" "value"}, but not in {"a", "b"}.
  private static boolean precedesQuote(String text, int keyEnd) {
    int i = keyEnd + 1;
    while (i < text.length() && i - keyEnd < MAX_MARKS && JsonCharacters.isSpace(text.charAt(i))) {
      i++;
    }
    return i > keyEnd + 1 && i < text.length() && JsonCharacters.isQuote(text.charAt(i));
  }

  /** Skips quotes, white space and punctuation, but no text and no bracket. */
  private static int skipMarks(String text, int from) {
    int i = from;
    while (i < text.length() && i - from < MAX_MARKS) {
      if (text.startsWith(QUOTE_ENTITY, i)) {
        i += QUOTE_ENTITY.length();
      } else if (Character.isLetterOrDigit(text.charAt(i)) || "_$&".indexOf(text.charAt(i)) >= 0) {
        break;
      } else {
        i++;
      }
    }
    return i;
  }

  private static boolean isKeyCharacter(char c) {
    return Character.isLetterOrDigit(c) || " _-.$()*".indexOf(c) >= 0;
  }
}
