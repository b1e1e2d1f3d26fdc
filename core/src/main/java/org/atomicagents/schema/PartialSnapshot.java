package org.atomicagents.schema;

import java.io.StringWriter;
import java.util.List;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A snapshot over a tree of partial nodes. */
public final class PartialSnapshot<T> implements Snapshot<T> {
  private final CompiledSchema<T> schema;
  private final @Nullable Grown root;
  private final boolean isPatchedWhole;
  private volatile @Nullable Built<T> built;

  private record Built<T>(@Nullable T value) {}

  /**
   * Creates a snapshot.
   *
   * @param root the partial nodes; null if nothing was received yet
   * @param isPatchedWhole whether complete parts may differ from those of earlier snapshots, so
   *     that a patch has to replace the whole value
   */
  PartialSnapshot(CompiledSchema<T> schema, @Nullable Grown root, boolean isPatchedWhole) {
    this.schema = schema;
    this.root = root;
    this.isPatchedWhole = isPatchedWhole;
  }

  /** Returns the snapshot as its only implementation. */
  public static <T> PartialSnapshot<T> of(Snapshot<T> snapshot) {
    return (PartialSnapshot<T>) snapshot;
  }

  @Override
  public @Nullable T value() {
    Built<T> known = built;
    if (known == null) {
      known = new Built<>(root == null ? null : schema.cast(root.value()));
      built = known;
    }
    return known.value();
  }

  @Override
  public PartState state(String path) {
    Grown part = part(path);
    if (part == null) {
      return PartState.PENDING;
    }
    return part.isWhole() ? PartState.COMPLETE : PartState.INCOMPLETE;
  }

  @Override
  public @Nullable CharSequence text(String path) {
    Grown part = part(path);
    return part == null ? null : part.text();
  }

  /** Returns whether the received text ends within a string, which may continue. */
  public boolean endsInText() {
    Grown last = root;
    while (last != null && last.child() != null) {
      last = last.child();
    }
    return last instanceof GrownText;
  }

  @Override
  public List<?> items(String path) {
    Grown part = part(path);
    List<?> items = part == null ? null : part.items();
    return items == null ? List.of() : items;
  }

  @Override
  public List<Violation> violations(String path) {
    if (!(part(path) instanceof WholeValue whole)) {
      return List.of();
    }
    var findings = new Findings();
    whole.slot().validate(whole.value(), findings);
    return findings.found().stream()
        .map(each -> new Violation(path + each.path(), each.expected(), each.found()))
        .toList();
  }

  private @Nullable Grown part(String path) {
    JsonPath steps = schema.existingPath(path);
    Grown at = root;
    for (JsonPath.Step step : steps.steps()) {
      at = at == null ? null : at.at(step);
    }
    return at;
  }

  @Override
  public String json() {
    if (root == null) {
      return "{}";
    }
    var text = new StringWriter();
    try (JsonGenerator out = JsonIo.generator(text)) {
      root.write(out);
    }
    return text.toString();
  }

  @Override
  public String patchSince(@Nullable Snapshot<T> before, TextPatch texts) {
    Grown from = before == null || isPatchedWhole ? null : of(before).root;
    return JsonPatch.between(from, root, texts);
  }

  @Override
  public String toString() {
    return json();
  }
}
