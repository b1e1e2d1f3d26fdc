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

/** Puts what an incremental reader finds where the type wants it; confined to its thread. */
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
   * Nothing yet.
   *
   * @param checked whether the constraints of parts are checked as soon as these are whole
   */
  public PartialDecoder(TypeNode root, boolean lenient, boolean checked) {
    this.root = root;
    this.lenient = lenient;
    this.checksConstraints = checked;
    this.rootBuilder = new PartialRootBuilder(root);
    this.current = rootBuilder;
  }

  /** How often something has come that can be seen. */
  public long changeCount() {
    return changeCount;
  }

  /** The first part of which the constraints don't hold. */
  public List<Violation> violations() {
    return violations;
  }

  @Nullable
  public PartialNode snapshot() {
    PartialNode grown = null;
    for (PartialBuilder each = current; each != null; each = each.parent()) {
      grown = each.snapshot(grown);
    }
    return grown;
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

  // A list that should stand in an object stands without it.
  private void openImplicitWrapper() {
    if (current.equals(rootBuilder)
        && root instanceof RecordNode record
        && RootWrapper.isListWrapper(record)) {
      startObject();
      startProperty(RootWrapper.ITEMS);
      implicitWrapper = current;
    }
  }

  private void enter(@Nullable TypeUse slot, @Nullable PartialBuilder opened) {
    if (opened != null) {
      current = opened;
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

  /** Goes on with the record that it is, if that is known by now. */
  private void resolveUnion(PartialUnionBuilder union) {
    UnionMemberNode branch = union.branch();
    PartialBuilder owner = union.parent();
    if (branch == null || owner == null) {
      return;
    }
    current = new PartialRecordBuilder(owner, union.slot(), branch.record(), branch);
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
        closeCurrent();
      }
    } else {
      closeCurrent();
    }
  }

  @Override
  public void endArray() {
    if (skippedDepth > 0) {
      skippedDepth--;
    } else if (current instanceof PartialUnionBuilder union) {
      union.endArray();
    } else {
      closeCurrent();
      if (implicitWrapper != null && current.equals(implicitWrapper)) {
        closeCurrent();
      }
    }
  }

  private void closeCurrent() {
    PartialBuilder closed = current;
    PartialBuilder owner = closed.parent();
    if (owner == null) {
      return;
    }
    Object value = closed.complete();
    current = owner;
    if (closed instanceof PartialMapEntryBuilder) {
      return;
    }
    if (PartialBuilder.INVALID.equals(value)) {
      owner.addInvalid(closed.snapshot(null));
    } else {
      add(closed.slot(), value);
    }
  }

  private void add(TypeUse slot, @Nullable Object value) {
    if (checksConstraints && violations.isEmpty()) {
      checkConstraints(slot, PartOverride.value(value));
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
    } else if (current instanceof PartialStringBuilder text && text.add(source, from, to)) {
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
  public void scalar(String word) {
    if (skippedDepth > 0) {
      return;
    }
    if (current instanceof PartialUnionBuilder union) {
      union.scalar(word);
      return;
    }
    TypeUse slot = current.nextType();
    if (slot == null) {
      return;
    }
    Object value = ScalarDecoder.decodeToken(slot, word);
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

  /** How often what could be seen was dropped, since it wasn't the value after all. */
  public int restartCount() {
    return restartCount;
  }

  @Override
  public void reset() {
    PartialNode dropped = snapshot();
    boolean wasSeen = dropped != null && (dropped.count() > 0 || dropped.child() != null);
    restartCount += wasSeen ? 1 : 0;
    violations = List.of();
    rootBuilder = new PartialRootBuilder(root);
    current = rootBuilder;
    skippedDepth = 0;
    implicitWrapper = null;
    changeCount++;
  }

  @Override
  public boolean isPlausible() {
    PartialNode grown = rootBuilder.createSnapshot(null);
    return rootBuilder.isComplete() || (grown != null && !grown.stepsSince(0).isEmpty());
  }

  private void recordChange() {
    recordChange(current);
  }

  private void recordChange(@Nullable PartialBuilder place) {
    if (place != null && place.isAlwaysVisible()) {
      changeCount++;
      return;
    }
    boolean hasChild = false;
    for (PartialBuilder each = place; each != null; each = each.parent()) {
      if (each.isHidden(hasChild)) {
        return;
      }
      hasChild = true;
    }
    changeCount++;
  }

  private void checkConstraints(TypeUse slot, @Nullable Object value) {
    var findings = new ViolationCollector();
    slot.validateShallow(value, findings);
    if (findings.count() > 0) {
      var path = new ArrayDeque<String>();
      for (PartialBuilder each = current; each != null; each = each.parent()) {
        path.addFirst(each.segment());
      }
      String place = String.join("", path);
      violations =
          findings.relativeViolations().stream()
              .map(each -> new Violation(place + each.path(), each.expected(), each.found()))
              .toList();
    }
  }
}
