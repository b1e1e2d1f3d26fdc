package org.atomicagents.internal.json.lenient;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.JsonCharacters;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts in quotes whose own quotes may stand there unescaped.
 *
 * <p>A quote ends the text if what follows makes sense behind it. Quotes within a text come in
 * pairs, one behind a space and one before; where they don't, it can't be said which of them ends
 * the text, and it is in doubt.
 */
final class QuotedStringParser {
  private final JsonCursor cursor;
  private final JsonLookahead lookahead;
  private final boolean isValidJson;

  /**
   * A reader of texts.
   *
   * @param valid whether the text is known to be valid JSON: its first quote ends it
   */
  QuotedStringParser(JsonCursor in, JsonLookahead ahead, boolean valid) {
    this.cursor = in;
    this.lookahead = ahead;
    this.isValidJson = valid;
  }

  /** Reads the text that begins where the cursor is. */
  LenientValue.StringValue read(ValuePosition role) {
    return new ParseAttempt(cursor.text, cursor.position, role).read();
  }

  private final class ParseAttempt {
    private final String text;
    private final int start;
    private final ValuePosition role;
    private final String closers;
    private final LenientEscapeDecoder escapes;
    private final List<SyntaxRepair> repairs = new ArrayList<>(0);
    private final StringBuilder innerQuotes = new StringBuilder(0);
    private int innerQuoteCount;
    private int firstInnerQuote;
    private @Nullable String ambiguity;

    ParseAttempt(String text, int start, ValuePosition role) {
      this.text = text;
      this.start = start;
      this.role = role;
      this.closers = JsonCharacters.closersOf(text.charAt(start));
      this.escapes = new LenientEscapeDecoder(text, start + 1, repairs);
    }

    LenientValue.StringValue read() {
      if (text.charAt(start) != '"') {
        repairs.add(new SyntaxRepair(SyntaxRepair.Kind.QUOTES, start, start + 1));
      }
      int i = start + 1;
      while (i < text.length()) {
        char c = text.charAt(i);
        if (c == '\\') {
          i = escapes.resolve(i);
        } else if (closers.indexOf(c) >= 0 && isClosingQuote(i)) {
          return finish(i, true);
        } else {
          escapes.recordControlCharacter(i, c);
          i++;
        }
      }
      return finish(text.length(), false);
    }

    private boolean isClosingQuote(int i) {
      if (isValidJson) {
        return true;
      }
      if (lookahead.canCloseText(i + 1, role, innerQuoteCount > 0)) {
        if (innerQuoteCount % 2 != 0) {
          ambiguity = "whose quotes don't come in pairs";
        } else if (innerQuoteCount > 0 && precedesOpeningQuote(text.charAt(i - 1))) {
          ambiguity = "of which one can't say where it ends";
        }
        return true;
      }
      if (isInchMark(i)) {
        firstInnerQuote = firstInnerQuote == 0 ? i : firstInnerQuote;
        innerQuotes.append(text.charAt(i));
      } else if (!lookahead.isApostrophe(i)) {
        recordInnerQuote(i);
      }
      return false;
    }

    // A quote behind this begins something.
    private static boolean precedesOpeningQuote(char c) {
      return JsonCharacters.isSpace(c) || "([{:,=".indexOf(c) >= 0;
    }

    private void recordInnerQuote(int i) {
      firstInnerQuote = firstInnerQuote == 0 ? i : firstInnerQuote;
      innerQuotes.append(text.charAt(i));
      if (innerQuoteCount % 2 == 0 ? !looksLikeOpening(i) : !looksLikeClosing(i)) {
        ambiguity = "of which one can't say where it ends";
      }
      innerQuoteCount++;
    }

    /** Whether a quote looks like the last one of a pair. */
    private boolean looksLikeClosing(int i) {
      char before = text.charAt(i - 1);
      boolean apart = i + 1 < text.length() && JsonCharacters.isSpace(text.charAt(i + 1));
      return !isLetter(i + 1) && (before == ',' ? apart : "([{:=".indexOf(before) < 0);
    }

    /** Whether a quote looks like the first one of a pair. */
    private boolean looksLikeOpening(int i) {
      char before = text.charAt(i - 1);
      if (i == start + 1) {
        return isLetter(i + 1);
      }
      boolean apart = JsonCharacters.isSpace(before) || "([{<=:-–—/>*_|\\".indexOf(before) >= 0;
      return apart
          && i + 1 < text.length()
          && !JsonCharacters.isSpace(text.charAt(i + 1))
          && !JsonCharacters.isQuote(text.charAt(i + 1))
          && ",:;}]".indexOf(text.charAt(i + 1)) < 0;
    }

    /** As in 5" pipe: such a mark has no partner. */
    private boolean isInchMark(int i) {
      return innerQuoteCount % 2 == 0
          && text.charAt(i - 1) >= '0'
          && text.charAt(i - 1) <= '9'
          && isLetter(i + 2)
          && text.charAt(i + 1) == ' ';
    }

    private boolean isLetter(int i) {
      return i < text.length() && Character.isLetterOrDigit(text.charAt(i));
    }

    private LenientValue.StringValue finish(int end, boolean closed) {
      // A quote of another kind needs no escape.
      boolean isOther = closed && innerQuotes.indexOf(text.substring(end, end + 1)) < 0;
      if (isOther) {
        ambiguity = null;
      } else if (firstInnerQuote > 0) {
        ambiguity =
            escapes.hasEscapedQuote() ? "with quotes of which only some are escaped" : ambiguity;
        repairs.add(
            new SyntaxRepair(SyntaxRepair.Kind.QUOTES, firstInnerQuote, firstInnerQuote + 1));
      }
      cursor.position = closed ? end + 1 : end;
      String unsure = ambiguity != null ? ambiguity : escapes.ambiguity();
      return new LenientValue.StringValue(
          escapes.text(end), start, cursor.position, repairs, closed, closed ? unsure : null);
    }
  }
}
