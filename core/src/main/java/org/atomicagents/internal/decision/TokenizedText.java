package org.atomicagents.internal.decision;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.atomicagents.model.ModelEvent.TokenProbability;
import org.jspecify.annotations.Nullable;

/**
 * The text of a response in UTF-8, with the tokens of which it consists.
 *
 * <p>Some servers return tokens around the text: of reasoning before it, or of a code fence that
 * they remove.
 *
 * <p>Immutable.
 */
final class TokenizedText {
  private final byte[] text;
  private final List<TokenProbability> tokens;
  private final int[] starts;

  private TokenizedText(byte[] text, List<TokenProbability> tokens, int[] starts) {
    this.text = text;
    this.tokens = tokens;
    this.starts = starts;
  }

  /**
   * Returns the tokens of a text; null if the text is not exactly once among the tokens, so that
   * their places are not known.
   */
  static @Nullable TokenizedText of(String text, List<TokenProbability> tokens) {
    byte[] searched = text.getBytes(StandardCharsets.UTF_8);
    int length = tokens.stream().mapToInt(token -> token.utf8().length).sum();
    var all = new byte[length];
    var starts = new int[tokens.size()];
    int end = 0;
    for (int i = 0; i < starts.length; i++) {
      byte[] token = tokens.get(i).utf8();
      starts[i] = end;
      System.arraycopy(token, 0, all, end, token.length);
      end += token.length;
    }
    int offset = searched.length == 0 ? -1 : onlyOccurrence(searched, all);
    if (offset < 0) {
      return null;
    }
    return new TokenizedText(
        searched, tokens, Arrays.stream(starts).map(start -> start - offset).toArray());
  }

  /** Returns the bytes of the text; they must not be changed. */
  byte[] text() {
    return text;
  }

  List<TokenProbability> tokens() {
    return tokens;
  }

  /** Returns the offset in the text at which a token starts; negative if it is before the text. */
  int start(int index) {
    return starts[index];
  }

  /** Returns the index of the token that contains an offset of the text. */
  int tokenAt(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    int index = found >= 0 ? found : -found - 2;
    // Tokens without text start where the next one does.
    while (index + 1 < starts.length && starts[index + 1] <= offset) {
      index++;
    }
    return index;
  }

  /** Returns the index of the only occurrence, in linear time; -1 if there are none or several. */
  private static int onlyOccurrence(byte[] searched, byte[] all) {
    int[] borders = borders(searched);
    int only = -1;
    int matched = 0;
    for (int i = 0; i < all.length; i++) {
      while (matched > 0 && (matched == searched.length || all[i] != searched[matched])) {
        matched = borders[matched - 1];
      }
      matched = all[i] == searched[matched] ? matched + 1 : 0;
      if (matched == searched.length) {
        if (only >= 0) {
          return -1;
        }
        only = i + 1 - matched;
      }
    }
    return only;
  }

  /** Returns the length of the longest border of each prefix (Knuth, Morris and Pratt). */
  private static int[] borders(byte[] searched) {
    var borders = new int[searched.length];
    int border = 0;
    for (int i = 1; i < searched.length; i++) {
      while (border > 0 && searched[i] != searched[border]) {
        border = borders[border - 1];
      }
      border = searched[i] == searched[border] ? border + 1 : 0;
      borders[i] = border;
    }
    return borders;
  }
}
