package org.atomicagents;

import org.jspecify.annotations.Nullable;

/** The text at one place, as it grows. */
final class TextView<O> extends View<TextDelta> {
  private final LiveStream<O> stream;
  private final String path;
  private int draft;
  private int read;

  TextView(LiveStream<O> stream, String path) {
    this.stream = stream;
    this.path = path;
  }

  @Override
  @Nullable TextDelta find() {
    return stream.await(this::poll);
  }

  private @Nullable TextDelta poll(LiveAnswer<O> answer) {
    if (answer.draft() != draft) {
      draft = answer.draft();
      read = 0;
    }
    CharSequence text = answer.parts().text(path);
    if (text == null || text.length() <= read) {
      return null;
    }
    String added = text.subSequence(read, text.length()).toString();
    read = text.length();
    return new TextDelta(draft, added);
  }
}
