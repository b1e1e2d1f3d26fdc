package org.atomicagents.internal.json.lenient;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.internal.json.ThinkingTags;
import org.jspecify.annotations.Nullable;

/**
 * Finds all JSON candidates in a model's response, without regard to the requested type: in code
 * fences, in prose, in sequence, and with deviations from JSON syntax.
 *
 * <p>Nothing is guessed: a value with several possible readings is marked as ambiguous. The model's
 * reasoning is skipped. Takes time and memory proportional to the text.
 */
public final class JsonExtractor {
  // Limits the total length of failed parses, relative to the text: brackets in prose that are not
  // JSON.
  private static final int EFFORT_FACTOR = 8;
  private static final int MIN_EFFORT = 10_000;
  // Further candidates get no detailed ambiguity, since it would not be reported.
  private static final int MAX_DETAILED_CANDIDATES = 100;
  private static final int MAX_UNPARSED = 100;
  private static final String FENCE = "```";
  private static final String TOO_MANY = "too many brackets that are not JSON";
  private static final String CONTINUED = "that seems to continue after its end";
  private static final String MISSING_START = "whose beginning seems to be missing";

  private final SourceText source;
  private final String text;
  private final JsonLookahead lookahead;
  private final LenientJsonParser parser;
  private final PlacementFinder placements;
  private final List<JsonCandidate> candidates = new ArrayList<>();
  private final List<Integer> unparsed = new ArrayList<>();
  private boolean hasThinking;
  private boolean inFence;
  private int contentStart;
  private int searchedTo;
  private boolean hasComma;
  private long remainingEffort;

  private JsonExtractor(SourceText source) {
    this.source = source;
    this.text = source.text;
    this.lookahead = new JsonLookahead(new JsonCursor(source));
    this.parser = new LenientJsonParser(source);
    this.placements = new PlacementFinder(source.text);
    this.remainingEffort = MIN_EFFORT + (long) EFFORT_FACTOR * text.length();
  }

  /**
   * Returns all JSON candidates of a text; the entire text as the only one if there are no others.
   */
  public static ExtractionResult extract(String text) {
    return extract(text, ReadingBudget.unlimited());
  }

  /**
   * Returns all JSON candidates of a text; the entire text as the only one if there are no others.
   *
   * @param budget counts the steps of the extraction
   */
  public static ExtractionResult extract(String text, ReadingBudget budget) {
    if (text.length() > ParsingLimits.MAX_LENGTH) {
      return rejected(ParsingLimits.TOO_LONG);
    }
    var limits = new ParsingLimits(budget, text.length());
    var extractor = new JsonExtractor(new SourceText(text, limits));
    try {
      return extractor.scan() ? extractor.result() : rejected(TOO_MANY);
    } catch (RejectedTextException e) {
      return rejected(e.reason());
    }
  }

  private static ExtractionResult rejected(String reason) {
    return new ExtractionResult(List.of(), false, List.of(), reason);
  }

  private boolean scan() {
    int i = skipUnopenedThinking();
    while (i >= 0 && i < text.length() && remainingEffort > 0) {
      source.limits.addSteps(1);
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

  // Some models mark only the end of their reasoning.
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
    int partsBefore = source.limits.parts();
    LenientValue value =
        parser.parse(
            start, !inFence && start > contentStart, candidates.size() < MAX_DETAILED_CANDIDATES);
    if (value == null) {
      source.limits.discardParts(partsBefore);
      remainingEffort -= parser.position() - start;
      if (unparsed.size() < MAX_UNPARSED) {
        unparsed.add(start);
      }
      return start + 1;
    }
    // The text after the end of an unparsable container is parsed again.
    remainingEffort -= Math.max(0, parser.position() - value.end());
    String ambiguity =
        isContinued(value.end())
            ? CONTINUED
            : isValueOfKey(start) ? MISSING_START : value.ambiguity();
    addCandidate(ambiguity == null ? value : BracketMatcher.withAmbiguity(value, ambiguity));
    return value.end();
  }

  private void addCandidate(LenientValue value) {
    JsonCandidate.CandidateContext context =
        inFence
            ? JsonCandidate.CandidateContext.FENCE
            : value.start() == contentStart && skipSpace(value.end()) == text.length()
                ? JsonCandidate.CandidateContext.ENTIRE_TEXT
                : JsonCandidate.CandidateContext.PROSE;
    CandidatePlacement placement =
        switch (context) {
          case ENTIRE_TEXT -> CandidatePlacement.ALONE;
          case FENCE -> placements.inFence(value);
          case PROSE -> placements.inProse(value, contentStart);
        };
    if (placement == CandidatePlacement.INLINE) {
      markPrecedingAsInline(value.start());
    }
    candidates.add(new JsonCandidate(value, context, placement));
  }

  // As in [1][2] and others.
  private void markPrecedingAsInline(int start) {
    int next = start;
    for (int i = candidates.size() - 1; i >= 0; i--) {
      JsonCandidate preceding = candidates.get(i);
      if (preceding.placement() == CandidatePlacement.INLINE
          || skipSpace(preceding.value().end()) != next) {
        return;
      }
      candidates.set(i, preceding.withPlacement(CandidatePlacement.INLINE));
      next = preceding.value().start();
    }
  }

  /**
   * Returns whether a value is followed by a comma and a key, as if it had been closed too early.
   */
  private boolean isContinued(int end) {
    int i = source.skipClosers(source.skipSpaceAndComments(end));
    hasComma = i < text.length() && text.charAt(i) == ',';
    return hasComma && lookahead.isQuotedKey(source.skipSpaceAndComments(i + 1));
  }

  /** Returns whether a value outside of any object is preceded by a quoted key. */
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

  /** Scans an unmatched closer: the preceding value may have been closed too early. */
  private int scanCloser(int i) {
    if (!candidates.isEmpty()) {
      JsonCandidate last = candidates.getLast();
      if (last.value().ambiguity() == null
          && (hasComma || hasQuoteBetween(last.value().end(), i))) {
        candidates.removeLast();
        candidates.add(last.withAmbiguity(CONTINUED));
      }
    }
    return i + 1;
  }

  // Each character is examined once, regardless of the number of closers.
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
      if (inFence) {
        placements.startFence(end);
      }
    }
    return end;
  }

  /** Skips a reasoning section; the rest of the text if the section is not closed. */
  private int scanTag(int start) {
    int closingEnd = ThinkingTags.closingEnd(text, start);
    if (closingEnd >= 0) {
      return discardBefore(closingEnd);
    }
    int openingEnd = ThinkingTags.openingEnd(text, start);
    if (openingEnd < 0) {
      return start + 1;
    }
    int end = ThinkingTags.nextClosingEnd(text, openingEnd);
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
    unparsed.clear();
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
      addEntireText();
    }
    return new ExtractionResult(candidates, hasThinking, unparsed, null);
  }

  /** Adds the entire text as a value without brackets. */
  private void addEntireText() {
    int end = text.length();
    while (end > contentStart && JsonCharacters.isSpace(text.charAt(end - 1))) {
      end--;
    }
    if (contentStart < end) {
      candidates.add(entireTextCandidate(contentStart, end));
    }
  }

  private JsonCandidate entireTextCandidate(int start, int end) {
    String entireText = text.substring(start, end);
    String fenced = fencedContent(entireText);
    String content = fenced == null ? entireText : fenced;
    LenientValue.@Nullable StringValue string =
        !content.isEmpty() && JsonCharacters.isQuote(content.charAt(0)) && !content.startsWith("``")
            ? entireString(content)
            : null;
    int contentIndex = text.indexOf(content, fenced == null ? start : text.indexOf('\n', start));
    LenientValue value =
        string == null
            ? new LenientValue.RawToken(
                text, contentIndex, contentIndex + content.length(), true, null)
            : new LenientValue.StringValue(
                string.value(), start, end, string.repairs(), true, string.ambiguity());
    return new JsonCandidate(
        value,
        fenced == null
            ? JsonCandidate.CandidateContext.ENTIRE_TEXT
            : JsonCandidate.CandidateContext.FENCE,
        CandidatePlacement.ALONE);
  }

  /** Returns the string that is the entire text, apart from punctuation; null if it is not. */
  private LenientValue.@Nullable StringValue entireString(String content) {
    LenientValue.StringValue string =
        LenientJsonParser.parseString(new SourceText(content, source.limits), 0);
    String rest = string == null ? "" : content.substring(string.end()).strip();
    // A comment behind a string may replace another one.
    return rest.isEmpty() || rest.equals(FENCE) ? string : null;
  }

  private static @Nullable String fencedContent(String content) {
    int lineEnd = content.indexOf('\n');
    return content.startsWith(FENCE)
            && lineEnd > 0
            && content.endsWith(FENCE)
            && lineEnd < content.length() - FENCE.length()
        ? content.substring(lineEnd + 1, content.length() - FENCE.length()).strip()
        : null;
  }
}
