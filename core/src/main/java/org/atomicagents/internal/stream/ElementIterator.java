package org.atomicagents.internal.stream;

import java.util.List;
import java.util.function.Function;
import org.atomicagents.Element;
import org.atomicagents.schema.Snapshot;
import org.jspecify.annotations.Nullable;

/** Iterates over the complete items of a list; skips items that violate a constraint. */
final class ElementIterator<O, T> extends StreamIterator<Element<T>> {
  private final DocumentSource<O> stream;
  private final String path;
  private final Function<Object, T> cast;
  private int draft;
  private int nextIndex;

  ElementIterator(DocumentSource<O> stream, String path, Function<Object, T> type) {
    this.stream = stream;
    this.path = path;
    this.cast = type;
  }

  private record Found<O>(Snapshot<O> snapshot, Object item, int index) {}

  @Override
  @Nullable Element<T> awaitNext() {
    Found<O> found = stream.await(this::poll);
    while (found != null && !isValid(found)) {
      found = stream.await(this::poll);
    }
    return found == null ? null : new Element<>(draft, found.index(), cast.apply(found.item()));
  }

  private @Nullable Found<O> poll(PartialDocumentState<O> content) {
    if (content.draft() != draft) {
      draft = content.draft();
      nextIndex = 0;
    }
    Snapshot<O> snapshot = content.parts();
    List<?> items = snapshot.items(path);
    while (nextIndex < items.size()) {
      Object item = items.get(nextIndex++);
      if (item != null) {
        return new Found<>(snapshot, item, nextIndex - 1);
      }
    }
    return null;
  }

  private boolean isValid(Found<O> found) {
    return found.snapshot().violations(path + "[" + found.index() + "]").isEmpty();
  }
}
