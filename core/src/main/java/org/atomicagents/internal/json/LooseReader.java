package org.atomicagents.internal.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds JSON in a text that models write, without knowing which type was asked: in code fences, in
 * prose, one behind the other, and written in ways that JSON doesn't allow.
 *
 * <p>Where it can't be said what was meant, the value is in doubt: nothing is guessed. What a model
 * thinks aloud is never read. Takes time and memory in proportion to the text.
 */
public final class LooseReader {
  // So much more than the text itself may be read in vain: brackets in prose that are no JSON.
  private static final int EFFORT = 8;
  private static final int LEAST_EFFORT = 10_000;
  // Of more values than these nobody reads what is wrong with them.
  private static final int MOST_TOLD = 100;
  private static final String FENCE = "```";
  private static final String TOO_DEEP = "nested more than " + JsonText.MAX_DEPTH + " levels deep";
  private static final String TOO_MANY = "too many brackets that are no JSON";
  private static final String CONTINUED = "behind which more of it seems to stand";
  private static final String HEADLESS = "before which more of it seems to stand";

  private final String text;
  private final List<Candidate> found = new ArrayList<>();
  private boolean hasThinking;
  private boolean inFence;
  private int visible;
  private int searched;
  private boolean hasComma;
  private long effort;

  private LooseReader(String text) {
    this.text = text;
    this.effort = LEAST_EFFORT + (long) EFFORT * text.length();
  }

  /** All in the text that may be JSON; the text as a whole if nothing else is. */
  public static Reading read(String text) {
    var reader = new LooseReader(text);
    try {
      return reader.scan() ? reader.reading() : refusal(TOO_MANY);
    } catch (Cursor.TooDeepException e) {
      return refusal(TOO_DEEP);
    }
  }

  private static Reading refusal(String reason) {
    return new Reading(List.of(), false, reason);
  }

  private boolean scan() {
    int i = afterThinkingWithoutBeginning();
    while (i >= 0 && i < text.length() && effort > 0) {
      i =
          switch (text.charAt(i)) {
            case '{', '[' -> value(i);
            case '}', ']' -> closer(i);
            case '`' -> fence(i);
            case '<' -> tag(i);
            default -> i + 1;
          };
    }
    return effort > 0;
  }

  // Some models begin in the middle of their thoughts.
  private int afterThinkingWithoutBeginning() {
    visible = afterSpace(0);
    if (visible == text.length() || "{[<`\"".indexOf(text.charAt(visible)) >= 0) {
      return visible;
    }
    int end = Thinking.nextClosingEnd(text, visible);
    return end < 0 || Thinking.isOpenedBefore(text, visible, end) ? visible : forget(end);
  }

  private int value(int start) {
    LooseParser parser = LooseParser.at(text, start, found.size() < MOST_TOLD);
    LooseValue value = parser.read(!inFence && start > visible);
    if (value == null) {
      effort -= parser.reached() - start;
      return start + 1;
    }
    String doubt =
        isContinued(value.end()) ? CONTINUED : isValueOfKey(start) ? HEADLESS : value.doubt();
    add(doubt == null ? value : Spans.withDoubt(value, doubt));
    return value.end();
  }

  private void add(LooseValue value) {
    Candidate.Place place =
        inFence
            ? Candidate.Place.FENCE
            : value.start() == visible && afterSpace(value.end()) == text.length()
                ? Candidate.Place.WHOLE
                : Candidate.Place.PROSE;
    found.add(new Candidate(value, place));
  }

  /** Whether there is a comma and a key behind a value, as if it had been ended too early. */
  private boolean isContinued(int end) {
    var ahead = new Ahead(new Cursor(text, end));
    int i = ahead.skip(end);
    while (i < text.length() && Marks.isCloser(text.charAt(i))) {
      i = ahead.skip(i + 1);
    }
    hasComma = i < text.length() && text.charAt(i) == ',';
    return hasComma && ahead.isQuotedKey(ahead.skip(i + 1));
  }

  /** Whether a key in quotes stands before a value, outside of any object. */
  private boolean isValueOfKey(int start) {
    int i = lastVisible(start);
    if (i < visible || text.charAt(i) != ':') {
      return false;
    }
    i = lastVisible(i);
    return i >= visible && text.charAt(i) == '"';
  }

  private int lastVisible(int end) {
    int i = end - 1;
    while (i >= visible && Marks.isSpace(text.charAt(i))) {
      i--;
    }
    return i;
  }

  /** A closer of nothing: the value before it may have been ended too early. */
  private int closer(int i) {
    if (!found.isEmpty()) {
      Candidate last = found.getLast();
      if (last.value().doubt() == null && (hasComma || hasQuoteBehind(last.value().end(), i))) {
        found.removeLast();
        found.add(new Candidate(Spans.withDoubt(last.value(), CONTINUED), last.place()));
      }
    }
    return i + 1;
  }

  // Each character is looked at once, however many closers there are.
  private boolean hasQuoteBehind(int from, int to) {
    int i = Math.max(from, searched);
    while (i < to && text.charAt(i) != '"') {
      i++;
    }
    searched = i;
    return i < to;
  }

  private int fence(int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) == '`') {
      end++;
    }
    if (end - start >= FENCE.length()) {
      inFence = !inFence;
    }
    return end;
  }

  /** Passes over what was thought aloud; the rest of the text if that isn't ended. */
  private int tag(int start) {
    int closed = Thinking.closingEnd(text, start);
    if (closed >= 0) {
      return forget(closed);
    }
    int opened = Thinking.openingEnd(text, start);
    if (opened < 0) {
      return start + 1;
    }
    int end = Thinking.nextClosingEnd(text, opened);
    return pass(end < 0 ? text.length() : end, start);
  }

  private int pass(int end, int start) {
    hasThinking = true;
    visible = start == visible ? afterSpace(end) : visible;
    return end;
  }

  private int forget(int end) {
    hasThinking = true;
    found.clear();
    inFence = false;
    visible = afterSpace(end);
    return end;
  }

  private int afterSpace(int from) {
    int i = from;
    while (i < text.length() && Marks.isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private Reading reading() {
    if (found.isEmpty()) {
      addAll();
    }
    return new Reading(found, hasThinking, null);
  }

  /** Takes the whole text for a value without brackets. */
  private void addAll() {
    int end = text.length();
    while (end > visible && Marks.isSpace(text.charAt(end - 1))) {
      end--;
    }
    if (visible < end) {
      found.add(alone(visible, end));
    }
  }

  private Candidate alone(int start, int end) {
    String whole = text.substring(start, end);
    String fenced = fenced(whole);
    String said = fenced == null ? whole : fenced;
    LooseValue.@Nullable Text quoted =
        !said.isEmpty() && Marks.isQuote(said.charAt(0)) ? LooseParser.readText(said, 0) : null;
    LooseValue value =
        quoted == null
            ? new LooseValue.Word(said, start, end, List.of(), true, null)
            : new LooseValue.Text(quoted.value(), start, end, quoted.mends(), true, quoted.doubt());
    return new Candidate(value, fenced == null ? Candidate.Place.WHOLE : Candidate.Place.FENCE);
  }

  private static @Nullable String fenced(String said) {
    int line = said.indexOf('\n');
    return said.startsWith(FENCE) && line > 0 && said.endsWith(FENCE) && line < said.length() - 3
        ? said.substring(line + 1, said.length() - FENCE.length()).strip()
        : null;
  }
}
