package org.atomicagents.internal.schema;

import java.io.StringWriter;
import java.util.List;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.atomicagents.internal.schema.partial.CompleteNode;
import org.atomicagents.internal.schema.partial.JsonPatchWriter;
import org.atomicagents.internal.schema.partial.PartialNode;
import org.atomicagents.internal.schema.partial.PartialString;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.PartState;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.TextPatchMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A snapshot of a tree of partial nodes. */
public final class PartialSnapshot<T> implements Snapshot<T> {
  private final CompiledSchema<T> schema;
  private final @Nullable PartialNode root;
  private final boolean replacesRoot;
  private volatile @Nullable Built<T> built;

  private record Built<T>(@Nullable T value) {}

  /**
   * Creates a snapshot.
   *
   * @param root the partial nodes; null if nothing was received yet
   * @param replacesRoot whether complete parts may differ from those of earlier snapshots, so that
   *     a patch has to replace the entire value
   */
  PartialSnapshot(CompiledSchema<T> schema, @Nullable PartialNode root, boolean replacesRoot) {
    this.schema = schema;
    this.root = root;
    this.replacesRoot = replacesRoot;
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
    PartialNode part = findPart(path);

    if (part == null) {
      return PartState.PENDING;
    }
    return part.isComplete() ? PartState.COMPLETE : PartState.INCOMPLETE;
  }

  @Override
  public @Nullable CharSequence text(String path) {
    PartialNode part = findPart(path);

    return part == null ? null : part.text();
  }

  /**
   * Returns the snapshot of a part; null if nothing of it was received.
   *
   * @param path the path of the part
   * @param type the schema of the part
   */
  public <P> @Nullable PartialSnapshot<P> part(String path, CompiledSchema<P> type) {
    PartialNode part = findPart(path);

    return part == null ? null : new PartialSnapshot<>(type, part, replacesRoot);
  }

  /** Returns whether the received text ends within a string, which may continue. */
  public boolean endsInText() {
    PartialNode last = root;
    while (last != null && last.child() != null) {
      last = last.child();
    }
    return last instanceof PartialString;
  }

  @Override
  public List<?> items(String path) {
    PartialNode part = findPart(path);

    List<?> items = part == null ? null : part.items();
    return items == null ? List.of() : items;
  }

  @Override
  public List<Violation> violations(String path) {
    if (!(findPart(path) instanceof CompleteNode complete)) {
      return List.of();
    }
    var findings = new ViolationCollector();
    complete.slot().validate(complete.value(), findings);
    return findings.relativeViolations().stream()
        .map(violation ->
            new Violation(path + violation.path(), violation.expected(), violation.found()))
        .toList();
  }

  private @Nullable PartialNode findPart(String path) {
    PartialNode node = root;
    for (JsonPath.Step step : schema.existingPath(path).steps()) {
      node = node == null ? null : node.childAt(step);
    }
    return node;
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
  public String patchSince(@Nullable Snapshot<T> before, TextPatchMode texts) {
    PartialNode from = before == null || replacesRoot ? null : of(before).root;
    return JsonPatchWriter.diff(from, root, texts);
  }

  @Override
  public String toString() {
    return json();
  }
}
