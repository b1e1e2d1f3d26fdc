package org.atomicagents.internal.json.lenient;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.ThinkingTags;
import org.jspecify.annotations.Nullable;

/**
 * Finds JSON in a text that models write, without knowing which type was asked: in code fences, in
 * prose, one behind the other, and written in ways that JSON doesn't allow.
 *
 * <p>Where it can't be said what was meant, the value is in doubt: nothing is guessed. What a model
 * thinks aloud is never read. Takes time and memory in proportion to the text.
 */
public final class JsonExtractor {
  // So much more than the text itself may be read in vain: brackets in prose that are no JSON.
  private static final int EFFORT_FACTOR = 8;
  private static final int MIN_EFFORT = 10_000;
  // Of more values than these nobody reads what is wrong with them.
  private static final int MAX_DETAILED_CANDIDATES = 100;
  private static final String FENCE = "```";
  private static final String TOO_DEEP = "nested more than " + JsonIo.MAX_DEPTH + " levels deep";
  private static final String TOO_MANY = "too many brackets that are no JSON";
  private static final String CONTINUED = "behind which more of it seems to stand";
  private static final String MISSING_START = "before which more of it seems to stand";

  private final String text;
  private final List<JsonCandidate> candidates = new ArrayList<>();
  private boolean hasThinking;
  private boolean inFence;
  private int contentStart;
  private int searchedTo;
  private boolean hasComma;
  private long remainingEffort;

  private JsonExtractor(String text) {
    this.text = text;
    this.remainingEffort = MIN_EFFORT + (long) EFFORT_FACTOR * text.length();
  }

  /** All in the text that may be JSON; the text as a whole if nothing else is. */
  public static ExtractionResult read(String text) {
    var reader = new JsonExtractor(text);
    try {
      return reader.scan() ? reader.result() : rejected(TOO_MANY);
    } catch (JsonCursor.TooDeepException e) {
      return rejected(TOO_DEEP);
    }
  }

  private static ExtractionResult rejected(String reason) {
    return new ExtractionResult(List.of(), false, reason);
  }

  private boolean scan() {
    int i = skipUnopenedThinking();
    while (i >= 0 && i < text.length() && remainingEffort > 0) {
      i =
          switch (text.charAt(i)) {
            case '{', '[' -> scanValue(i);
            case '}', ']' -> scanCloser(i);
            case '`' -> scanFence(i);
            case '<' -> scanTag(i);
            default -> i + 1;
          };
    }
    return remainingEffort > 0;
  }

  // Some models begin in the middle of their thoughts.
  private int skipUnopenedThinking() {
    contentStart = skipSpace(0);
    if (contentStart == text.length() || "{[<`\"".indexOf(text.charAt(contentStart)) >= 0) {
      return contentStart;
    }
    int end = ThinkingTags.nextClosingEnd(text, contentStart);
    return end < 0 || ThinkingTags.isOpenedBefore(text, contentStart, end)
        ? contentStart
        : discardBefore(end);
  }

  private int scanValue(int start) {
    LenientJsonParser parser =
        LenientJsonParser.startingAt(text, start, candidates.size() < MAX_DETAILED_CANDIDATES);
    LenientValue value = parser.read(!inFence && start > contentStart);
    if (value == null) {
      remainingEffort -= parser.position() - start;
      return start + 1;
    }
    String doubt =
        isContinued(value.end())
            ? CONTINUED
            : isValueOfKey(start) ? MISSING_START : value.ambiguity();
    addCandidate(doubt == null ? value : BracketMatcher.withAmbiguity(value, doubt));
    return value.end();
  }

  private void addCandidate(LenientValue value) {
    JsonCandidate.CandidateContext place =
        inFence
            ? JsonCandidate.CandidateContext.FENCE
            : value.start() == contentStart && skipSpace(value.end()) == text.length()
                ? JsonCandidate.CandidateContext.WHOLE
                : JsonCandidate.CandidateContext.PROSE;
    candidates.add(new JsonCandidate(value, place));
  }

  /** Whether there is a comma and a key behind a value, as if it had been ended too early. */
  private boolean isContinued(int end) {
    var ahead = new JsonLookahead(new JsonCursor(text, end));
    int i = ahead.skipSpaceAndComments(end);
    while (i < text.length() && JsonCharacters.isCloser(text.charAt(i))) {
      i = ahead.skipSpaceAndComments(i + 1);
    }
    hasComma = i < text.length() && text.charAt(i) == ',';
    return hasComma && ahead.isQuotedKey(ahead.skipSpaceAndComments(i + 1));
  }

  /** Whether a key in quotes stands before a value, outside of any object. */
  private boolean isValueOfKey(int start) {
    int i = lastNonSpace(start);
    if (i < contentStart || text.charAt(i) != ':') {
      return false;
    }
    i = lastNonSpace(i);
    return i >= contentStart && text.charAt(i) == '"';
  }

  private int lastNonSpace(int end) {
    int i = end - 1;
    while (i >= contentStart && JsonCharacters.isSpace(text.charAt(i))) {
      i--;
    }
    return i;
  }

  /** A closer of nothing: the value before it may have been ended too early. */
  private int scanCloser(int i) {
    if (!candidates.isEmpty()) {
      JsonCandidate last = candidates.getLast();
      if (last.value().ambiguity() == null
          && (hasComma || hasQuoteBetween(last.value().end(), i))) {
        candidates.removeLast();
        candidates.add(
            new JsonCandidate(
                BracketMatcher.withAmbiguity(last.value(), CONTINUED), last.location()));
      }
    }
    return i + 1;
  }

  // Each character is looked at once, however many closers there are.
  private boolean hasQuoteBetween(int from, int to) {
    int i = Math.max(from, searchedTo);
    while (i < to && text.charAt(i) != '"') {
      i++;
    }
    searchedTo = i;
    return i < to;
  }

  private int scanFence(int start) {
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
  private int scanTag(int start) {
    int closed = ThinkingTags.closingEnd(text, start);
    if (closed >= 0) {
      return discardBefore(closed);
    }
    int opened = ThinkingTags.openingEnd(text, start);
    if (opened < 0) {
      return start + 1;
    }
    int end = ThinkingTags.nextClosingEnd(text, opened);
    return skipThinking(end < 0 ? text.length() : end, start);
  }

  private int skipThinking(int end, int start) {
    hasThinking = true;
    contentStart = start == contentStart ? skipSpace(end) : contentStart;
    return end;
  }

  private int discardBefore(int end) {
    hasThinking = true;
    candidates.clear();
    inFence = false;
    contentStart = skipSpace(end);
    return end;
  }

  private int skipSpace(int from) {
    int i = from;
    while (i < text.length() && JsonCharacters.isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private ExtractionResult result() {
    if (candidates.isEmpty()) {
      addWholeText();
    }
    return new ExtractionResult(candidates, hasThinking, null);
  }

  /** Takes the whole text for a value without brackets. */
  private void addWholeText() {
    int end = text.length();
    while (end > contentStart && JsonCharacters.isSpace(text.charAt(end - 1))) {
      end--;
    }
    if (contentStart < end) {
      candidates.add(wholeTextCandidate(contentStart, end));
    }
  }

  private JsonCandidate wholeTextCandidate(int start, int end) {
    String whole = text.substring(start, end);
    String fenced = fencedContent(whole);
    String said = fenced == null ? whole : fenced;
    LenientValue.@Nullable StringValue quoted =
        !said.isEmpty() && JsonCharacters.isQuote(said.charAt(0))
            ? LenientJsonParser.readText(said, 0)
            : null;
    LenientValue value =
        quoted == null
            ? new LenientValue.RawToken(said, start, end, List.of(), true, null)
            : new LenientValue.StringValue(
                quoted.value(), start, end, quoted.repairs(), true, quoted.ambiguity());
    return new JsonCandidate(
        value,
        fenced == null
            ? JsonCandidate.CandidateContext.WHOLE
            : JsonCandidate.CandidateContext.FENCE);
  }

  private static @Nullable String fencedContent(String said) {
    int line = said.indexOf('\n');
    return said.startsWith(FENCE) && line > 0 && said.endsWith(FENCE) && line < said.length() - 3
        ? said.substring(line + 1, said.length() - FENCE.length()).strip()
        : null;
  }
}
