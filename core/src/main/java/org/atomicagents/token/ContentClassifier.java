package org.atomicagents.token;

import java.util.EnumMap;
import java.util.Map;

/**
 * Splits a text by {@link ContentClass}.
 *
 * <p>A text is classified by its punctuation, and so is each block of source code that is fenced by
 * {@code ```}. Characters of other scripts than Latin are separated, and so are long texts within
 * JSON. Linear in the text.
 */
final class ContentClassifier {
  private static final String FENCE = "\n```";

  /** The length from which a text within JSON is classified by itself. */
  private static final int LONG_TEXT = 40;

  private final Map<ContentClass, StringBuilder> texts = new EnumMap<>(ContentClass.class);

  private ContentClassifier() {}

  /** Returns the parts of a text by class, each concatenated; classes without text are absent. */
  static Map<ContentClass, StringBuilder> split(String text) {
    var classifier = new ContentClassifier();
    classifier.addBlocks(text);
    return classifier.texts;
  }

  /** Adds the parts between the fences of source code separately. */
  private void addBlocks(String text) {
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf(FENCE, start + 1);
      end = end < 0 ? text.length() : end;
      addBlock(text.substring(start, end));
      start = end;
    }
  }

  private void addBlock(String block) {
    ContentClass kind = BlockShape.of(block).contentClass();
    if (kind == ContentClass.JSON) {
      addJson(block);
    } else {
      addByScript(block, 0, block.length(), kind);
    }
  }

  /** Adds JSON; a long text in it is classified by itself, with its escaped line breaks. */
  private void addJson(String block) {
    int done = 0;
    int i = 0;
    while (i < block.length()) {
      if (block.charAt(i) != '"') {
        i++;
        continue;
      }
      int end = textEnd(block, i + 1);
      if (end - i > LONG_TEXT && block.substring(i, end).indexOf(' ') > 0) {
        addByScript(block, done, i + 1, ContentClass.JSON);
        String content = block.substring(i + 1, end);
        ContentClass kind = BlockShape.of(content).contentClass();
        addByScript(
            content, 0, content.length(), kind == ContentClass.JSON ? ContentClass.CODE : kind);
        done = end;
      }
      i = end + 1;
    }
    addByScript(block, Math.min(done, block.length()), block.length(), ContentClass.JSON);
  }

  /** Returns the index of the quotation mark that ends a text; the length if there is none. */
  private static int textEnd(String json, int from) {
    for (int i = from; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i;
      }
    }
    return json.length();
  }

  private void addByScript(String text, int from, int to, ContentClass latin) {
    int start = from;
    while (start < to) {
      ContentClass kind = script(text.charAt(start), latin);
      int end = start + 1;
      while (end < to && script(text.charAt(end), latin) == kind) {
        end++;
      }
      texts.computeIfAbsent(kind, key -> new StringBuilder()).append(text, start, end);
      start = end;
    }
  }

  private static ContentClass script(char c, ContentClass latin) {
    if (c < 0x250 || (c >= 0x2000 && c < 0x2070)) {
      return latin;
    }
    boolean isCjk =
        (c >= 0x2E80 && c <= 0x9FFF)
            || (c >= 0xAC00 && c <= 0xD7AF)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0xFF00 && c <= 0xFFEF);
    return isCjk ? ContentClass.CJK : ContentClass.OTHER_SCRIPT;
  }
}
