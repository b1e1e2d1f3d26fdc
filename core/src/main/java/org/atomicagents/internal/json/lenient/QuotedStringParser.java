package org.atomicagents.internal.json.lenient;

import org.atomicagents.internal.json.JsonCharacters;
import org.jspecify.annotations.Nullable;

/**
 * Parses quoted strings that can contain unescaped quotes.
 *
 * <p>A quote closes the string if the text after it can follow a string. Quotes within a string are
 * expected in pairs: the first one follows a space, the second one precedes a space. Otherwise it
 * is unknown which quote closes the string, and the string is ambiguous.
 */
final class QuotedStringParser {
  private static final String TRIPLE = "\"\"\"";

  private final JsonCursor cursor;
  private final JsonLookahead lookahead;

  QuotedStringParser(JsonCursor cursor, JsonLookahead lookahead) {
    this.cursor = cursor;
    this.lookahead = lookahead;
  }

  /** Parses the string that begins at the cursor. */
  LenientValue.StringValue parse(ValuePosition role) {
    return new ParseAttempt(cursor.text, cursor.position, role).parse();
  }

  private final class ParseAttempt {
    private final String text;
    private final int start;
    // As in Python: """text""".
    private final boolean isTriple;
    private final int contentStart;
    private final ValuePosition role;
    private final String closingQuotes;
    private final RepairCollector repairs;
    private @Nullable LenientEscapeDecoder escapes;
    // Each closing quote that also occurs within the string: a bit for its index.
    private int innerQuotes;
    private int innerQuoteCount;
    private int firstInnerQuote;
    // As in ""text"".
    private boolean isDoubled;
    private @Nullable String ambiguity;

    ParseAttempt(String text, int start, ValuePosition role) {
      this.text = text;
      this.start = start;
      this.isTriple =
          !cursor.isValidJson() && role != ValuePosition.KEY && text.startsWith(TRIPLE, start);
      this.contentStart = start + (isTriple ? TRIPLE.length() : 1);
      this.role = role;
      this.closingQuotes = JsonCharacters.closersOf(text.charAt(start));
      this.repairs = new RepairCollector(cursor.source.limits);
    }

    LenientValue.StringValue parse() {
      if (text.charAt(start) != '"' || isTriple) {
        repairs.add(SyntaxRepair.Kind.QUOTES, start, contentStart);
      }
      int i = contentStart;
      while (i < text.length()) {
        char c = text.charAt(i);
        if (c == '\\') {
          i = escapes().resolve(i);
        } else if (isTriple
            ? isClosingTriple(i)
            : closingQuotes.indexOf(c) >= 0 && isClosingQuote(i)) {
          return finish(i, true);
        } else {
          if (c < ' ') {
            escapes().recordControlCharacter(i);
          }
          i++;
        }
      }
      return finish(text.length(), false);
    }

    // Most strings have no escapes.
    private LenientEscapeDecoder escapes() {
      if (escapes == null) {
        escapes = new LenientEscapeDecoder(text, contentStart, repairs);
      }
      return escapes;
    }

    private boolean isClosingTriple(int i) {
      if (!text.startsWith(TRIPLE, i)
          || !lookahead.canCloseString(i + TRIPLE.length(), role, false)) {
        return false;
      }
      if (i == contentStart
          || JsonCharacters.isLineEnd(text.charAt(contentStart))
          || endsInLineBreak(i)
          || text.charAt(i - 1) == '"') {
        ambiguity = "with an ambiguous start or end";
      }
      return true;
    }

    // Whether the line breaks beside the quotes are part of the text depends on the language.
    private boolean endsInLineBreak(int end) {
      int i = end - 1;
      while (i > contentStart && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
        i--;
      }
      return JsonCharacters.isLineEnd(text.charAt(i));
    }

    private boolean isClosingQuote(int i) {
      if (cursor.isValidJson()) {
        return true;
      }
      if (lookahead.canCloseString(i + 1, role, innerQuoteCount > 0)) {
        if (innerQuoteCount % 2 != 0) {
          ambiguity = "with unpaired quotes";
        } else if (innerQuoteCount > 0 && precedesOpeningQuote(text.charAt(i - 1))) {
          ambiguity = "with an ambiguous end";
        } else if (isDoubled && innerQuoteCount == 2 && text.charAt(i - 1) == text.charAt(i)) {
          ambiguity = "with doubled quotes";
        }
        return true;
      }
      if (isInchMark(i) || isPossessive(i)) {
        addInnerQuote(i);
      } else if (!lookahead.isApostrophe(i)) {
        recordInnerQuote(i);
      }
      return false;
    }

    private void addInnerQuote(int i) {
      firstInnerQuote = firstInnerQuote == 0 ? i : firstInnerQuote;
      innerQuotes |= 1 << closingQuotes.indexOf(text.charAt(i));
    }

    // A quote after such a character opens a quotation.
    private static boolean precedesOpeningQuote(char c) {
      return JsonCharacters.isSpace(c) || "([{:,=".indexOf(c) >= 0;
    }

    private void recordInnerQuote(int i) {
      addInnerQuote(i);
      if (innerQuoteCount % 2 == 0 ? !looksLikeOpening(i) : !looksLikeClosing(i)) {
        ambiguity = "with an ambiguous end";
      }
      innerQuoteCount++;
    }

    /** Returns whether a quote looks like the second one of a pair. */
    private boolean looksLikeClosing(int i) {
      char previous = text.charAt(i - 1);
      boolean isSeparated = i + 1 < text.length() && JsonCharacters.isSpace(text.charAt(i + 1));
      return !isLetter(i + 1) && (previous == ',' ? isSeparated : "([{:=".indexOf(previous) < 0);
    }

    /** Returns whether a quote looks like the first one of a pair. */
    private boolean looksLikeOpening(int i) {
      char previous = text.charAt(i - 1);
      if (i == start + 1) {
        isDoubled = text.charAt(start) == text.charAt(i);
        return isLetter(i + 1);
      }
      boolean isSeparated =
          JsonCharacters.isSpace(previous) || "([{<=:-–—/>*_|\\".indexOf(previous) >= 0;
      return isSeparated
          && i + 1 < text.length()
          && !JsonCharacters.isSpace(text.charAt(i + 1))
          && !JsonCharacters.isQuote(text.charAt(i + 1))
          && ",:;}]".indexOf(text.charAt(i + 1)) < 0;
    }

    /** Returns whether a quote is an inch mark, as in {@code 5" pipe}, and so has no partner. */
    private boolean isInchMark(int i) {
      return innerQuoteCount % 2 == 0
          && text.charAt(i - 1) >= '0'
          && text.charAt(i - 1) <= '9'
          && isLetter(i + 2)
          && text.charAt(i + 1) == ' ';
    }

    /**
     * Returns whether a quote is an apostrophe behind a plural, as in {@code Joneses' house}. In a
     * list, the words behind it could be another item.
     */
    private boolean isPossessive(int i) {
      char quote = text.charAt(i);
      return role == ValuePosition.PROPERTY
          && innerQuoteCount % 2 == 0
          && (quote == '\'' || quote == '’')
          && (text.charAt(i - 1) == 's' || text.charAt(i - 1) == 'z')
          && isLetter(i + 2)
          && text.charAt(i + 1) == ' ';
    }

    // As in «a, "key": «b», where the first quote is not closed.
    private boolean reopens(int end) {
      char open = text.charAt(start);
      return open != '"'
          && open != '“'
          && closingQuotes.indexOf(open) < 0
          && text.indexOf(open, contentStart, end) >= 0;
    }

    private boolean isLetter(int i) {
      return i < text.length() && Character.isLetterOrDigit(text.charAt(i));
    }

    private LenientValue.StringValue finish(int end, boolean isClosed) {
      cursor.source.limits.addSteps(end - start);
      // Quotes of another kind than the closing one need no escape.
      boolean isOtherKind =
          isClosed
              && !isTriple
              && (innerQuotes & 1 << closingQuotes.indexOf(text.charAt(end))) == 0;
      if (isOtherKind) {
        ambiguity = null;
      } else if (firstInnerQuote > 0) {
        boolean hasEscapedQuote = escapes != null && escapes.hasEscapedQuote();
        ambiguity = hasEscapedQuote ? "with only some of its quotes escaped" : ambiguity;
        repairs.add(SyntaxRepair.Kind.QUOTES, firstInnerQuote, firstInnerQuote + 1);
      }
      if (ambiguity == null && isClosed && reopens(end)) {
        ambiguity = "with unpaired quotes";
      }
      if (ambiguity == null && escapes != null) {
        ambiguity = escapes.ambiguity();
      }
      cursor.position = isClosed ? end + contentStart - start : end;
      return new LenientValue.StringValue(
          escapes == null ? text.substring(contentStart, end) : escapes.resolvedText(end),
          start,
          cursor.position,
          repairs.list(),
          isClosed,
          isClosed ? ambiguity : null);
    }
  }
}
