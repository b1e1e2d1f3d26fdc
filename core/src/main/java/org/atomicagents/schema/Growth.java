package org.atomicagents.schema;

import java.util.ArrayDeque;
import java.util.List;
import org.atomicagents.internal.json.incremental.JsonSink;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;

/** Puts what an incremental reader finds where the type wants it; confined to its thread. */
final class Growth implements JsonSink {
  private final TypeNode root;
  private final boolean lenient;
  private final boolean checked;
  private GrowingRoot whole;
  private Growing top;
  private int skipped;
  private long changes;
  private @Nullable Growing unwrapped;
  private List<Violation> violations = List.of();
  private int restarts;

  /**
   * Nothing yet.
   *
   * @param checked whether the constraints of parts are checked as soon as these are whole
   */
  Growth(TypeNode root, boolean lenient, boolean checked) {
    this.root = root;
    this.lenient = lenient;
    this.checked = checked;
    this.whole = new GrowingRoot(root);
    this.top = whole;
  }

  /** How often something has come that can be seen. */
  long changes() {
    return changes;
  }

  /** The first part of which the constraints don't hold. */
  List<Violation> violations() {
    return violations;
  }

  @Nullable Grown freeze() {
    Grown grown = null;
    for (Growing each = top; each != null; each = each.owner()) {
      grown = each.freeze(grown);
    }
    return grown;
  }

  @Override
  public void startObject() {
    if (skipped > 0) {
      skipped++;
    } else if (top instanceof GrowingUnion union) {
      union.startObject();
    } else if (top instanceof GrowingMap map && map.isList()) {
      top = new GrowingEntry(map);
    } else {
      Slot slot = top.next();
      open(slot, slot == null ? null : object(slot));
    }
  }

  private @Nullable Growing object(Slot slot) {
    return slot.core() instanceof UnionNode union
        ? new GrowingUnion(top, slot, union, lenient)
        : Growing.object(top, slot);
  }

  @Override
  public void startArray() {
    if (skipped > 0) {
      skipped++;
    } else if (top instanceof GrowingUnion union) {
      union.startArray();
    } else {
      unwrap();
      Slot slot = top.next();
      open(slot, slot == null ? null : Growing.list(top, slot));
    }
  }

  // A list that should stand in an object stands without it.
  private void unwrap() {
    if (top.equals(whole) && root instanceof RecordNode record && Wrapping.isOfList(record)) {
      startObject();
      startProperty(Wrapping.ITEMS);
      unwrapped = top;
    }
  }

  private void open(@Nullable Slot slot, @Nullable Growing opened) {
    if (opened != null) {
      top = opened;
      changed();
      return;
    }
    if (slot != null) {
      top.addBroken(null);
    }
    skipped = 1;
  }

  @Override
  public void startProperty(String name) {
    if (skipped > 0) {
      return;
    }
    if (top instanceof GrowingUnion union) {
      union.startProperty(name);
      decide(union);
    } else {
      top.key(name, lenient);
    }
  }

  /** Goes on with the record that it is, if that is known by now. */
  private void decide(GrowingUnion union) {
    BranchNode branch = union.branch();
    Growing owner = union.owner();
    if (branch == null || owner == null) {
      return;
    }
    top = new GrowingRecord(owner, union.slot(), branch.record(), branch);
    changed();
    union.tellAgain(this);
  }

  @Override
  public void endObject() {
    if (skipped > 0) {
      skipped--;
    } else if (top instanceof GrowingUnion union) {
      union.endObject();
      if (union.isOver()) {
        close();
      }
    } else {
      close();
    }
  }

  @Override
  public void endArray() {
    if (skipped > 0) {
      skipped--;
    } else if (top instanceof GrowingUnion union) {
      union.endArray();
    } else {
      close();
      if (unwrapped != null && top.equals(unwrapped)) {
        close();
      }
    }
  }

  private void close() {
    Growing closed = top;
    Growing owner = closed.owner();
    if (owner == null) {
      return;
    }
    Object value = closed.whole();
    top = owner;
    if (closed instanceof GrowingEntry) {
      return;
    }
    if (Growing.BROKEN.equals(value)) {
      owner.addBroken(closed.freeze(null));
    } else {
      add(closed.slot(), value);
    }
  }

  private void add(Slot slot, @Nullable Object value) {
    if (checked && violations.isEmpty()) {
      check(slot, Marked.value(value));
    }
    top.add(value);
    changed(top instanceof GrowingEntry entry && entry.isInMap() ? entry.owner() : top);
  }

  @Override
  public void startString() {
    if (skipped > 0) {
      skipped++;
      return;
    }
    if (top instanceof GrowingUnion union) {
      union.startString();
      return;
    }
    Slot slot = top.next();
    if (slot == null) {
      skipped = 1;
    } else {
      top = new GrowingText(top, slot);
      changed();
    }
  }

  @Override
  public void appendString(char[] source, int from, int to) {
    if (skipped > 0) {
      return;
    }
    if (top instanceof GrowingUnion union) {
      union.appendString(source, from, to);
    } else if (top instanceof GrowingText text && text.add(source, from, to)) {
      changed();
    }
  }

  @Override
  public void endString() {
    if (skipped > 0) {
      skipped--;
      return;
    }
    if (top instanceof GrowingUnion union) {
      union.endString();
      decide(union);
    } else {
      close();
    }
  }

  @Override
  public void scalar(String word) {
    if (skipped > 0) {
      return;
    }
    if (top instanceof GrowingUnion union) {
      union.scalar(word);
      return;
    }
    Slot slot = top.next();
    if (slot == null) {
      return;
    }
    Object value = Tokens.word(slot, word);
    if (Growing.BROKEN.equals(value)) {
      top.addBroken(null);
    } else {
      add(slot, value);
    }
  }

  @Override
  public void ambiguousValue() {
    if (skipped > 0) {
      return;
    }
    if (top instanceof GrowingUnion union) {
      union.ambiguousValue();
    } else if (top.next() != null) {
      top.addBroken(null);
    }
  }

  /** How often what could be seen was dropped, since it wasn't the value after all. */
  int restarts() {
    return restarts;
  }

  @Override
  public void reset() {
    Grown dropped = freeze();
    boolean wasSeen = dropped != null && (dropped.count() > 0 || dropped.child() != null);
    restarts += wasSeen ? 1 : 0;
    violations = List.of();
    whole = new GrowingRoot(root);
    top = whole;
    skipped = 0;
    unwrapped = null;
    changes++;
  }

  @Override
  public boolean isPlausible() {
    Grown grown = whole.frozen(null);
    return whole.isWhole() || (grown != null && !grown.stepsSince(0).isEmpty());
  }

  private void changed() {
    changed(top);
  }

  private void changed(@Nullable Growing place) {
    if (place != null && place.isShown()) {
      changes++;
      return;
    }
    boolean hasChild = false;
    for (Growing each = place; each != null; each = each.owner()) {
      if (each.hides(hasChild)) {
        return;
      }
      hasChild = true;
    }
    changes++;
  }

  private void check(Slot slot, @Nullable Object value) {
    var findings = new Findings();
    slot.validateAlone(value, findings);
    if (findings.count() > 0) {
      var path = new ArrayDeque<String>();
      for (Growing each = top; each != null; each = each.owner()) {
        path.addFirst(each.segment());
      }
      String place = String.join("", path);
      violations =
          findings.found().stream()
              .map(each -> new Violation(place + each.path(), each.expected(), each.found()))
              .toList();
    }
  }
}
