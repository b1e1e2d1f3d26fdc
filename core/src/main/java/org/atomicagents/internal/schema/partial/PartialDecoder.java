package org.atomicagents.internal.schema.partial;

import java.util.ArrayDeque;
import java.util.List;
import org.atomicagents.internal.json.incremental.JsonSink;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Builds a partial value of a type from parse events.
 *
 * <p>The open values form a chain of {@link PartialBuilder}s from {@code current} to the root.
 * Values that the type does not expect are skipped. Confined to the parsing thread.
 */
public final class PartialDecoder implements JsonSink {
  private final TypeNode root;
  private final boolean lenient;
  private final boolean checksConstraints;
  private PartialRootBuilder rootBuilder;
  private PartialBuilder current;
  private int skippedDepth;
  private long changeCount;
  private @Nullable PartialBuilder implicitWrapper;
  private List<Violation> violations = List.of();
  private int restartCount;

  /**
   * Creates a decoder without any value.
   *
   * @param checksConstraints whether to validate each part as soon as it is complete
   */
  public PartialDecoder(TypeNode root, boolean lenient, boolean checksConstraints) {
    this.root = root;
    this.lenient = lenient;
    this.checksConstraints = checksConstraints;
    this.rootBuilder = new PartialRootBuilder(root);
    this.current = rootBuilder;
  }

  /** Returns the number of visible changes. */
  public long changeCount() {
    return changeCount;
  }

  /** Returns the violations of the first part that violates its constraints. */
  public List<Violation> violations() {
    return violations;
  }

  /** Returns a snapshot of the value; null if nothing is visible. */
  @Nullable
  public PartialNode snapshot() {
    PartialNode node = null;
    for (PartialBuilder builder = current; builder != null; builder = builder.parent()) {
      node = builder.snapshot(node);
    }
    return node;
  }

  @Override
  public void startObject() {
    if (skippedDepth > 0) {
      skippedDepth++;
    } else if (current instanceof PartialUnionBuilder union) {
      union.startObject();
    } else if (current instanceof PartialMapBuilder map && map.isList()) {
      current = new PartialMapEntryBuilder(map);
    } else {
      TypeUse slot = current.nextType();
      enter(slot, slot == null ? null : createObjectBuilder(slot));
    }
  }

  private @Nullable PartialBuilder createObjectBuilder(TypeUse slot) {
    return slot.unwrappedType() instanceof UnionNode union
        ? new PartialUnionBuilder(current, slot, union, lenient)
        : PartialBuilder.forObject(current, slot);
  }

  @Override
  public void startArray() {
    if (skippedDepth > 0) {
      skippedDepth++;
    } else if (current instanceof PartialUnionBuilder union) {
      union.startArray();
    } else {
      openImplicitWrapper();
      TypeUse slot = current.nextType();
      enter(slot, slot == null ? null : PartialBuilder.forList(current, slot));
    }
  }

  // An array at the root, where its wrapper object is missing.
  private void openImplicitWrapper() {
    if (current.equals(rootBuilder)
        && root instanceof RecordNode record
        && RootWrapper.acceptsArray(record)) {
      startObject();
      openWrappedProperty(record);
    }
  }

  private void openWrappedProperty(RecordNode wrapper) {
    current.startProperty(wrapper.components().getFirst().jsonName(), lenient);
    implicitWrapper = current;
  }

  /**
   * Examines a key of the object at the root, which can be that of a wrapper or of the wrapped
   * value.
   */
  private void openWrappedObject(String name) {
    if (!lenient
        || implicitWrapper != null
        || !(root instanceof RecordNode wrapper)
        || !RootWrapper.isObjectWrapper(wrapper)
        || !(current instanceof PartialRecordBuilder object)
        || !rootBuilder.equals(object.parent())
        || wrapper.indexOf(name) >= 0
        || wrapper.indexOfSimilar(name) >= 0) {
      return;
    }
    if (object.hasKeys()) {
      // The known key was one of several of the wrapped value.
      reset();
      skippedDepth = 1;
    } else {
      openWrappedProperty(wrapper);
      startObject();
    }
  }

  private void enter(@Nullable TypeUse slot, @Nullable PartialBuilder builder) {
    if (builder != null) {
      current = builder;
      recordChange();
      return;
    }
    if (slot != null) {
      current.addInvalid(null);
    }
    skippedDepth = 1;
  }

  @Override
  public void startProperty(String name) {
    if (skippedDepth == 0) {
      openWrappedObject(name);
    }
    if (skippedDepth > 0) {
      return;
    }
    if (current instanceof PartialUnionBuilder union) {
      union.startProperty(name);
      resolveUnion(union);
    } else {
      current.startProperty(name, lenient);
    }
  }

  /** Continues with the record of the union if it has been identified. */
  private void resolveUnion(PartialUnionBuilder union) {
    UnionMemberNode branch = union.branch();
    PartialBuilder parent = union.parent();
    if (branch == null || parent == null) {
      return;
    }
    current = new PartialRecordBuilder(parent, union.slot(), branch.record(), branch);
    recordChange();
    union.replay(this);
  }

  @Override
  public void endObject() {
    if (skippedDepth > 0) {
      skippedDepth--;
    } else if (current instanceof PartialUnionBuilder union) {
      union.endObject();
      if (union.isClosed()) {
        closeValue();
      }
    } else {
      closeValue();
    }
  }

  @Override
  public void endArray() {
    if (skippedDepth > 0) {
      skippedDepth--;
    } else if (current instanceof PartialUnionBuilder union) {
      union.endArray();
    } else {
      closeValue();
    }
  }

  private void closeValue() {
    closeCurrent();
    if (implicitWrapper != null && current.equals(implicitWrapper)) {
      closeCurrent();
    }
  }

  private void closeCurrent() {
    PartialBuilder closed = current;
    PartialBuilder parent = closed.parent();
    if (parent == null) {
      return;
    }
    Object value = closed.complete();
    current = parent;
    if (closed instanceof PartialMapEntryBuilder) {
      return;
    }
    if (PartialBuilder.INVALID.equals(value)) {
      parent.addInvalid(closed.snapshot(null));
    } else {
      add(closed.slot(), value);
    }
  }

  private void add(TypeUse slot, @Nullable Object value) {
    if (checksConstraints && violations.isEmpty()) {
      checkConstraints(slot, DisplayedPart.value(value));
    }
    current.add(value);
    recordChange(
        current instanceof PartialMapEntryBuilder entry && entry.isComplete()
            ? entry.parent()
            : current);
  }

  @Override
  public void startString() {
    if (skippedDepth > 0) {
      skippedDepth++;
      return;
    }
    if (current instanceof PartialUnionBuilder union) {
      union.startString();
      return;
    }
    TypeUse slot = current.nextType();
    if (slot == null) {
      skippedDepth = 1;
    } else {
      current = new PartialStringBuilder(current, slot);
      recordChange();
    }
  }

  @Override
  public void appendString(char[] source, int from, int to) {
    if (skippedDepth > 0) {
      return;
    }
    if (current instanceof PartialUnionBuilder union) {
      union.appendString(source, from, to);
    } else if (current instanceof PartialStringBuilder string && string.append(source, from, to)) {
      recordChange();
    }
  }

  @Override
  public void endString() {
    if (skippedDepth > 0) {
      skippedDepth--;
      return;
    }
    if (current instanceof PartialUnionBuilder union) {
      union.endString();
      resolveUnion(union);
    } else {
      closeCurrent();
    }
  }

  @Override
  public void scalar(String token) {
    if (skippedDepth > 0) {
      return;
    }
    if (current instanceof PartialUnionBuilder union) {
      union.scalar(token);
      return;
    }
    TypeUse slot = current.nextType();
    if (slot == null) {
      return;
    }
    Object value = ScalarDecoder.decodeToken(slot, token);
    if (PartialBuilder.INVALID.equals(value)) {
      current.addInvalid(null);
    } else {
      add(slot, value);
    }
  }

  @Override
  public void ambiguousValue() {
    if (skippedDepth > 0) {
      return;
    }
    if (current instanceof PartialUnionBuilder union) {
      union.ambiguousValue();
    } else if (current.nextType() != null) {
      current.addInvalid(null);
    }
  }

  /** Returns how often visible parts were discarded because they did not belong to the value. */
  public int restartCount() {
    return restartCount;
  }

  @Override
  public void reset() {
    PartialNode discarded = snapshot();
    boolean wasVisible = discarded != null && (discarded.count() > 0 || discarded.child() != null);
    restartCount += wasVisible ? 1 : 0;
    violations = List.of();
    rootBuilder = new PartialRootBuilder(root);
    current = rootBuilder;
    skippedDepth = 0;
    implicitWrapper = null;
    changeCount++;
  }

  @Override
  public boolean isPlausible() {
    PartialNode node = rootBuilder.createSnapshot(null);
    return rootBuilder.isComplete() || (node != null && !node.stepsSince(0).isEmpty());
  }

  private void recordChange() {
    recordChange(current);
  }

  private void recordChange(@Nullable PartialBuilder changed) {
    if (changed != null && changed.isAlwaysVisible()) {
      changeCount++;
      return;
    }
    boolean hasChild = false;
    for (PartialBuilder builder = changed; builder != null; builder = builder.parent()) {
      if (builder.isHidden(hasChild)) {
        return;
      }
      hasChild = true;
    }
    changeCount++;
  }

  private void checkConstraints(TypeUse slot, @Nullable Object value) {
    var collector = new ViolationCollector();
    slot.validateShallow(value, collector);
    if (collector.count() > 0) {
      var path = new ArrayDeque<String>();
      for (PartialBuilder builder = current; builder != null; builder = builder.parent()) {
        path.addFirst(builder.segment());
      }
      String prefix = String.join("", path);
      violations =
          collector.relativeViolations().stream()
              .map(violation ->
                  new Violation(prefix + violation.path(), violation.expected(), violation.found()))
              .toList();
    }
  }
}
