package org.atomicagents.internal.submission;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests that were submitted together: the first ones of all items, or those of a follow-up.
 *
 * <p>Immutable.
 *
 * @param parts the batches at the provider, in the order of their items
 * @param omitted the items whose request cannot be sent in a batch, with the reasons
 */
public record SubmissionRound(List<SubmissionPart> parts, Map<Long, String> omitted) {
  static final SubmissionRound EMPTY = new SubmissionRound(List.of(), Map.of());

  public SubmissionRound {
    parts = List.copyOf(parts);
    SortedMap<Long, String> sorted = new TreeMap<>(omitted);
    omitted = Collections.unmodifiableMap(sorted);
  }

  /** Returns the batch to which an item belongs; null if there is none. */
  @Nullable SubmissionPart partOf(long index) {
    int low = 0;
    int high = parts.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      SubmissionPart part = parts.get(middle);
      if (part.contains(index)) {
        return part;
      }
      if (index < part.first()) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return null;
  }

  /** Returns the index after the last item of the batches. */
  long end() {
    return parts.isEmpty() ? 0 : parts.getLast().end();
  }

  SubmissionRound plus(SubmissionPart part) {
    var all = new ArrayList<>(parts);
    all.add(part);
    return new SubmissionRound(all, omitted);
  }

  /** Returns a copy with another state of the batch with the same key. */
  SubmissionRound with(SubmissionPart changed) {
    return new SubmissionRound(
        parts.stream().map(part -> part.key().equals(changed.key()) ? changed : part).toList(),
        omitted);
  }

  SubmissionRound without(String key) {
    return new SubmissionRound(
        parts.stream().filter(part -> !part.key().equals(key)).toList(), omitted);
  }

  SubmissionRound withOmitted(Map<Long, String> reasons) {
    return new SubmissionRound(parts, reasons);
  }
}
