package org.atomicagents.internal.json;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one object or list that may depart from JSON, up to its end. */
final class LooseParser {
  private static final String CUT = "that ends in the middle";
  private static final String UNREADABLE = "that can't be read";
  private static final int SHOWN = 20;
  private static final String SHORTENED = "of which something was left out";
  private static final String HIDDEN = "of which something stands in a comment";
  // As in: # 5, "note": "n"
  private static final Pattern KEY = Pattern.compile("[\"'`”’]\\s*+:|,\\s*+[\\w$-]++\\s*+:");

  private final Cursor in;
  private boolean toldWhere;
  private final Ahead ahead;
  private final QuotedText quoted;
  private final BareWord bare;
  private boolean lost;

  private LooseParser(String text, int start, boolean valid, boolean tellsWhere) {
    this.in = new Cursor(text, start);
    this.toldWhere = !tellsWhere;
    this.ahead = new Ahead(in);
    this.quoted = new QuotedText(in, ahead, valid);
    this.bare = new BareWord(in, ahead);
  }

  /**
   * A parser of the object or the list that begins there.
   *
   * @param tellsWhere whether it is told where something can't be read
   */
  static LooseParser at(String text, int start, boolean tellsWhere) {
    return new LooseParser(text, start, ValidJson.end(text, start) > 0, tellsWhere);
  }

  /**
   * Reads the object or the list.
   *
   * @return null if it isn't one, but a bracket in prose
   * @throws Cursor.TooDeepException if it is nested too deep
   */
  @Nullable LooseValue read(boolean inProse) {
    int start = in.at;
    LooseValue value = value(Role.ALONE);
    if (isProse(value, inProse)) {
      return null;
    }
    return lost ? Spans.withEnd(value, Spans.end(in.text, start)) : value;
  }

  /** How far into the text it was read. */
  int reached() {
    return in.at;
  }

  /** Reads a text in quotes that begins there; null if it doesn't end with the text around it. */
  static LooseValue.@Nullable Text readText(String text, int start) {
    var parser = new LooseParser(text, start, false, false);
    LooseValue.Text value = parser.quoted.read(Role.ALONE);
    return value.isClosed() ? value : null;
  }

  private static boolean isProse(LooseValue value, boolean prose) {
    return switch (value) {
      case LooseValue.Members members -> members.all().isEmpty() && members.doubt() != null;
      case LooseValue.Items items -> prose && isProse(items);
      case LooseValue.Text ignored -> false;
      case LooseValue.Word ignored -> true;
    };
  }

  /** Whether there is nothing in a list but words, as in a reference: [see above]. */
  private static boolean isProse(LooseValue.Items items) {
    return !items.all().isEmpty()
        && items.all().stream()
            .allMatch(each ->
                each instanceof LooseValue.Word word
                    && (items.doubt() != null
                        || !items.isClosed()
                        || !JsonWords.isPlain(word.value(), 0, word.value().length())));
  }

  private LooseValue value(Role role) {
    char c = in.peek();
    if (c == '{') {
      return members();
    }
    if (c == '[') {
      return items();
    }
    return Marks.isQuote(c) ? quoted.read(role) : bare.read(role);
  }

  private LooseValue.Members members() {
    var open = new Container(true);
    var all = new ArrayList<LooseValue.Member>();
    while (open.hasNext()) {
      LooseValue.Member member = member(open);
      if (member == null) {
        break;
      }
      all.add(member);
      open.added();
    }
    return new LooseValue.Members(all, open.start, in.at, open.mends, open.closed, open.finish());
  }

  private LooseValue.Items items() {
    var open = new Container(false);
    var all = new ArrayList<LooseValue>();
    while (open.hasNext()) {
      LooseValue item = value(Role.ITEM);
      open.add(all, item);
      open.added();
    }
    return new LooseValue.Items(all, open.start, in.at, open.mends, open.closed, open.finish());
  }

  private LooseValue.@Nullable Member member(Container open) {
    var mends = new ArrayList<Mend>(0);
    int start = in.at;
    String key = key(mends);
    in.skip(mends, false);
    if (key == null || in.atEnd() || in.peek() != ':') {
      open.doubt = in.atEnd() ? CUT : open.isProse() ? UNREADABLE : unreadable(start);
      lost |= !in.atEnd();
      return null;
    }
    in.at++;
    in.skip(mends, true);
    if (hidesKey(mends)) {
      open.doubt = HIDDEN;
    }
    if (in.atEnd()) {
      open.doubt = CUT;
      return null;
    }
    return new LooseValue.Member(key, mends, value(Role.MEMBER));
  }

  // There may be as many of these as brackets: where it is is told of the first one only.
  private String unreadable(int from) {
    if (toldWhere) {
      return UNREADABLE;
    }
    toldWhere = true;
    int end = Math.min(in.text.length(), from + SHOWN);
    boolean split = Character.isHighSurrogate(in.text.charAt(end - 1));
    return UNREADABLE + " at " + JsonText.quoted(in.text.substring(from, split ? end - 1 : end));
  }

  private boolean hidesKey(List<Mend> mends) {
    return mends.stream()
        .anyMatch(mend ->
            mend.kind() == Mend.Kind.COMMENT
                && KEY.matcher(in.text).region(mend.start(), mend.end()).find());
  }

  private @Nullable String key(List<Mend> mends) {
    if (Marks.isQuote(in.peek())) {
      LooseValue.Text key = quoted.read(Role.KEY);
      mends.addAll(key.mends());
      return key.doubt() == null && key.isClosed() ? key.value() : null;
    }
    int start = in.at;
    in.at = ahead.bareKeyEnd(start);
    mends.add(new Mend(Mend.Kind.QUOTES, start, in.at));
    return in.at == start ? null : in.text.substring(start, in.at);
  }

  /** An object or a list that is being read. */
  private final class Container {
    final int start = in.at;
    final boolean object;
    final List<Mend> mends = new ArrayList<>(0);
    boolean closed;
    @Nullable String doubt;
    private boolean isEmpty = true;
    private boolean hasComma;

    Container(boolean object) {
      this.object = object;
      in.open(object);
      in.at++;
    }

    /** Whether an object in which nothing can be read is but a bracket in prose. */
    boolean isProse() {
      return isEmpty && in.depth() == 1;
    }

    void added() {
      isEmpty = false;
      hasComma = false;
    }

    /** Goes to the next part; false if there is none. */
    boolean hasNext() {
      while (!lost) {
        in.skip(mends, !object);
        if (in.atEnd()) {
          doubt = hasComma || endsInComment() ? CUT : null;
          return leaveOpen();
        }
        char c = in.peek();
        if (c == ',') {
          comma();
        } else if (Marks.isCloser(c)) {
          return close(c);
        } else {
          if (!isEmpty && !hasComma) {
            mends.add(new Mend(Mend.Kind.COMMA, in.at, in.at));
          }
          return true;
        }
      }
      return false;
    }

    // What closes it may have been taken for a part of the comment.
    private boolean endsInComment() {
      return !mends.isEmpty()
          && mends.getLast().kind() == Mend.Kind.COMMENT
          && mends.getLast().end() == in.text.length();
    }

    private void comma() {
      if (isEmpty || hasComma) {
        mends.add(new Mend(Mend.Kind.COMMA, in.at, in.at + 1));
      }
      hasComma = true;
      in.at++;
    }

    private boolean close(char closer) {
      if (closer == (object ? '}' : ']')) {
        if (hasComma && !isEmpty) {
          mends.add(new Mend(Mend.Kind.COMMA, in.at, in.at));
        }
        in.at++;
        closed = true;
      } else if (in.isClosedFurtherOut(closer) && !hasComma) {
        leaveOpen();
      } else {
        doubt = unreadable(in.at);
        lost = true;
      }
      return false;
    }

    private boolean leaveOpen() {
      mends.add(new Mend(Mend.Kind.CLOSED, in.at, in.at));
      return false;
    }

    /** Adds an item, or several where nothing but spaces stands between numbers. */
    void add(List<LooseValue> all, LooseValue item) {
      if (item instanceof LooseValue.Word word && word.value().indexOf(' ') > 0) {
        addWords(all, word);
      } else {
        all.add(item);
      }
    }

    private void addWords(List<LooseValue> all, LooseValue.Word words) {
      String[] parts = words.value().split(" +", -1);
      boolean plain = true;
      boolean groups = true;
      for (int i = 0; i < parts.length; i++) {
        plain &= JsonWords.isPlain(parts[i], 0, parts[i].length());
        groups &= i == 0 || parts[i].length() == 3;
      }
      if (!plain) {
        all.add(words);
        return;
      }
      doubt = groups ? "of which one can't say how many numbers it holds" : doubt;
      int at = words.start();
      for (String part : parts) {
        at = in.text.indexOf(part, at);
        int end = at + part.length();
        if (at > words.start()) {
          mends.add(new Mend(Mend.Kind.COMMA, at, at));
        }
        boolean whole = end < words.end() || words.isClosed();
        all.add(new LooseValue.Word(part, at, end, List.of(), whole, words.doubt()));
        at = end;
      }
    }

    @Nullable String finish() {
      in.close();
      if (doubt == null && hidesKey(mends)) {
        doubt = HIDDEN;
      }
      for (Mend mend : mends) {
        if (!object && mend.kind() == Mend.Kind.COMMENT && isEllipsis(mend)) {
          doubt = SHORTENED;
        }
      }
      return doubt;
    }

    // As in: // ... 8 more
    private boolean isEllipsis(Mend comment) {
      String said = in.text.substring(comment.start(), comment.end());
      return said.contains("...") || said.contains("…");
    }
  }
}
