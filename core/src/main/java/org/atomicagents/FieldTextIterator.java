package org.atomicagents;

import org.jspecify.annotations.Nullable;

/** Iterates over the text that is added to one field. */
final class FieldTextIterator<O> extends StreamIterator<TextDelta> {
  private final RunStream<O> stream;
  private final String path;
  private int draft;
  private int read;

  FieldTextIterator(RunStream<O> stream, String path) {
    this.stream = stream;
    this.path = path;
  }

  @Override
  @Nullable TextDelta find() {
    return stream.await(this::poll);
  }

  private @Nullable TextDelta poll(DocumentContent<O> content) {
    if (content.draft() != draft) {
      draft = content.draft();
      read = 0;
    }
    CharSequence text = content.parts().text(path);
    if (text == null || text.length() <= read) {
      return null;
    }
    String added = text.subSequence(read, text.length()).toString();
    read = text.length();
    return new TextDelta(draft, added);
  }
}
