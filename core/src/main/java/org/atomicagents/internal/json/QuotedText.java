package org.atomicagents.internal.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts in quotes whose own quotes may stand there unescaped.
 *
 * <p>A quote ends the text if what follows makes sense behind it. Quotes within a text come in
 * pairs, one behind a space and one before; where they don't, it can't be said which of them ends
 * the text, and it is in doubt.
 */
final class QuotedText {
  private final Cursor in;
  private final Ahead ahead;
  private final boolean valid;

  /**
   * A reader of texts.
   *
   * @param valid whether the text is known to be valid JSON: its first quote ends it
   */
  QuotedText(Cursor in, Ahead ahead, boolean valid) {
    this.in = in;
    this.ahead = ahead;
    this.valid = valid;
  }

  /** Reads the text that begins where the cursor is. */
  LooseValue.Text read(Role role) {
    return new Attempt(in.text, in.at, role).read();
  }

  private final class Attempt {
    private final String text;
    private final int start;
    private final Role role;
    private final String closers;
    private final Escapes escapes;
    private final List<Mend> mends = new ArrayList<>(0);
    private final StringBuilder within = new StringBuilder(0);
    private int inner;
    private int firstInner;
    private @Nullable String doubt;

    Attempt(String text, int start, Role role) {
      this.text = text;
      this.start = start;
      this.role = role;
      this.closers = Marks.closersOf(text.charAt(start));
      this.escapes = new Escapes(text, start + 1, mends);
    }

    LooseValue.Text read() {
      if (text.charAt(start) != '"') {
        mends.add(new Mend(Mend.Kind.QUOTES, start, start + 1));
      }
      int i = start + 1;
      while (i < text.length()) {
        char c = text.charAt(i);
        if (c == '\\') {
          i = escapes.resolve(i);
        } else if (closers.indexOf(c) >= 0 && endsAt(i)) {
          return end(i, true);
        } else {
          escapes.control(i, c);
          i++;
        }
      }
      return end(text.length(), false);
    }

    private boolean endsAt(int i) {
      if (valid) {
        return true;
      }
      if (ahead.makesSense(i + 1, role, inner > 0)) {
        if (inner % 2 != 0) {
          doubt = "whose quotes don't come in pairs";
        } else if (inner > 0 && isBeforeText(text.charAt(i - 1))) {
          doubt = "of which one can't say where it ends";
        }
        return true;
      }
      if (isInch(i)) {
        firstInner = firstInner == 0 ? i : firstInner;
        within.append(text.charAt(i));
      } else if (!ahead.isApostrophe(i)) {
        note(i);
      }
      return false;
    }

    // A quote behind this begins something.
    private static boolean isBeforeText(char c) {
      return Marks.isSpace(c) || "([{:,=".indexOf(c) >= 0;
    }

    private void note(int i) {
      firstInner = firstInner == 0 ? i : firstInner;
      within.append(text.charAt(i));
      if (inner % 2 == 0 ? !looksLikeFirst(i) : !looksLikeLast(i)) {
        doubt = "of which one can't say where it ends";
      }
      inner++;
    }

    /** Whether a quote looks like the last one of a pair. */
    private boolean looksLikeLast(int i) {
      char before = text.charAt(i - 1);
      boolean apart = i + 1 < text.length() && Marks.isSpace(text.charAt(i + 1));
      return !isLetter(i + 1) && (before == ',' ? apart : "([{:=".indexOf(before) < 0);
    }

    /** Whether a quote looks like the first one of a pair. */
    private boolean looksLikeFirst(int i) {
      char before = text.charAt(i - 1);
      if (i == start + 1) {
        return isLetter(i + 1);
      }
      boolean apart = Marks.isSpace(before) || "([{<=:-–—/>*_|\\".indexOf(before) >= 0;
      return apart
          && i + 1 < text.length()
          && !Marks.isSpace(text.charAt(i + 1))
          && !Marks.isQuote(text.charAt(i + 1))
          && ",:;}]".indexOf(text.charAt(i + 1)) < 0;
    }

    /** As in 5" pipe: such a mark has no partner. */
    private boolean isInch(int i) {
      return inner % 2 == 0
          && text.charAt(i - 1) >= '0'
          && text.charAt(i - 1) <= '9'
          && isLetter(i + 2)
          && text.charAt(i + 1) == ' ';
    }

    private boolean isLetter(int i) {
      return i < text.length() && Character.isLetterOrDigit(text.charAt(i));
    }

    private LooseValue.Text end(int end, boolean closed) {
      // A quote of another kind needs no escape.
      boolean isOther = closed && within.indexOf(text.substring(end, end + 1)) < 0;
      if (isOther) {
        doubt = null;
      } else if (firstInner > 0) {
        doubt = escapes.hasQuote() ? "with quotes of which only some are escaped" : doubt;
        mends.add(new Mend(Mend.Kind.QUOTES, firstInner, firstInner + 1));
      }
      in.at = closed ? end + 1 : end;
      String unsure = doubt != null ? doubt : escapes.doubt();
      return new LooseValue.Text(
          escapes.text(end), start, in.at, mends, closed, closed ? unsure : null);
    }
  }
}
