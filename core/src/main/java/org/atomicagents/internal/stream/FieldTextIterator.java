package org.atomicagents.internal.stream;

import org.atomicagents.FieldDelta;
import org.jspecify.annotations.Nullable;

/** Iterates over the text that is added to one field. */
final class FieldTextIterator<O> extends StreamIterator<FieldDelta> {
  private final DocumentSource<O> stream;
  private final String path;
  private int draft;
  private int readLength;

  FieldTextIterator(DocumentSource<O> stream, String path) {
    this.stream = stream;
    this.path = path;
  }

  @Override
  @Nullable FieldDelta awaitNext() {
    return stream.await(this::poll);
  }

  private @Nullable FieldDelta poll(PartialDocumentState<O> content) {
    if (content.draft() != draft) {
      draft = content.draft();
      readLength = 0;
    }
    CharSequence text = content.parts().text(path);
    if (text == null || text.length() <= readLength) {
      return null;
    }
    String added = text.subSequence(readLength, text.length()).toString();
    readLength = text.length();
    return new FieldDelta(draft, added);
  }
}
