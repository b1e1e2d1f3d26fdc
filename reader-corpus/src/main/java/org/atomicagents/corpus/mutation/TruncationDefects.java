package org.atomicagents.corpus.mutation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.atomicagents.corpus.mutation.MutableToken.Kind;

/**
 * Defects that truncate a document.
 *
 * <p>The expected value follows from these rules: missing brackets are closed; a key without a
 * value and an incomplete string, number or literal are absent; an open list or map is kept if its
 * last item is complete.
 */
final class TruncationDefects {
  private TruncationDefects() {}

  /** Removes closing brackets only. */
  static boolean closers(MutableDocument draft) {
    int closers = 0;
    while (closers < draft.tokens.size()
        && draft.tokens.get(draft.tokens.size() - 1 - closers).is(Kind.CLOSE)) {
      closers++;
    }
    if (closers == 0) {
      return false;
    }
    int kept = draft.tokens.size() - draft.random.between(1, closers);
    MutableToken last = draft.tokens.get(kept - 1);
    draft.tokens = new ArrayList<>(draft.tokens.subList(0, kept));
    draft.doubtIf(last.is(Kind.WORD) || !(last.is(Kind.CLOSE) || last.isQuoted()));
    draft.doubtIf(hasOpenItem(draft.tokens));
    draft.cut = true;
    return true;
  }

  // An open object in an open list is an incomplete item.
  private static boolean hasOpenItem(List<MutableToken> tokens) {
    List<MutableToken> open = List.copyOf(stack(tokens));
    for (int i = 0; i + 1 < open.size(); i++) {
      if (isPlural(open.get(i).source)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPlural(MutableJson piece) {
    return piece instanceof MutableJson.Items
        || (piece instanceof MutableJson.Members members && members.isMap());
  }

  /** Truncates the text at a random position; the value by the rules or a refusal is accepted. */
  static boolean anywhere(MutableDocument draft) {
    String complete = WhitespaceStyle.join(draft.tokens);
    int end = draft.random.between(1, complete.length() - 1);
    int count = 0;
    int length = 0;
    while (count < draft.tokens.size() && isComplete(draft.tokens.get(count), length, end)) {
      length += draft.tokens.get(count).length();
      count++;
    }
    List<MutableToken> kept = draft.tokens.subList(0, count);
    MutableToken next = draft.tokens.get(count);
    if (!isWithinItem(kept, next, end > length + next.before.length())) {
      closed(kept).ifPresent(draft.alsoRight::add);
    }
    draft.text = complete.substring(0, end);
    draft.tokens = List.of();
    draft.cut = true;
    draft.doubt();
    return true;
  }

  // A number at the end of the text may be incomplete.
  private static boolean isComplete(MutableToken token, int start, int end) {
    int length = start + token.length();
    return length < end || (length == end && !(token.source instanceof MutableJson.Numeral));
  }

  // Whether the text ends within a value of a list or map.
  private static boolean isWithinItem(List<MutableToken> kept, MutableToken next, boolean begun) {
    Deque<MutableToken> open = stack(kept);
    if (open.isEmpty() || hasOpenItem(kept)) {
      return !open.isEmpty();
    }
    boolean inValue = begun && !next.is(Kind.COMMA) && !next.is(Kind.CLOSE);
    boolean afterKey = kept.getLast().is(Kind.COLON) || kept.getLast().is(Kind.KEY);
    return isPlural(open.getLast().source) && (inValue || afterKey);
  }

  private static Optional<String> closed(List<MutableToken> kept) {
    var tokens = new ArrayList<>(kept);
    while (!tokens.isEmpty()
        && (tokens.getLast().is(Kind.COMMA)
            || tokens.getLast().is(Kind.COLON)
            || tokens.getLast().is(Kind.KEY))) {
      tokens.removeLast();
    }
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    var text = new StringBuilder(WhitespaceStyle.join(tokens));
    Deque<MutableToken> open = stack(tokens);
    while (!open.isEmpty()) {
      text.append(open.removeLast().content().equals("{") ? "}" : "]");
    }
    return Optional.of(text.toString());
  }

  private static Deque<MutableToken> stack(List<MutableToken> tokens) {
    var open = new ArrayDeque<MutableToken>();
    for (MutableToken token : tokens) {
      if (token.is(Kind.OPEN)) {
        open.addLast(token);
      } else if (token.is(Kind.CLOSE)) {
        open.removeLast();
      }
    }
    return open;
  }
}
