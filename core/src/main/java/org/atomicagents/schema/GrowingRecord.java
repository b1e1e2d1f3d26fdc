package org.atomicagents.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record that is being read. */
final class GrowingRecord extends Growing {
  private static final int NONE = -1;

  private final RecordNode node;
  private final @Nullable BranchNode branch;
  private final int[] needed;
  private final int[] which;
  private final @Nullable Object[] values;
  private final boolean[] seen;
  private int count;
  private int open = NONE;
  private boolean broken;
  private boolean changed;
  private boolean hasOthers;

  /**
   * A record at a place.
   *
   * @param branch what it is one of; null if of nothing
   */
  GrowingRecord(Growing owner, Slot slot, RecordNode node, @Nullable BranchNode branch) {
    super(owner, slot, node.isShownWhenDone(), node.needed().length > 0);
    this.node = node;
    this.needed = node.needed();
    this.branch = branch;
    int size = node.components().size();
    this.which = new int[size];
    this.values = new @Nullable Object[size];
    this.seen = new boolean[size];
  }

  @Override
  void key(String name, boolean lenient) {
    boolean isTag = branch != null && name.equals(branch.extraKey());
    int index = isTag ? NONE : node.indexOf(name);
    if (index == NONE && lenient && !isTag) {
      index = node.similar(name);
    }
    hasOthers |= index == NONE && !isTag;
    // Of a key that stands twice the second value is not read: the whole is wrong.
    broken |= index != NONE && seen[index];
    open = index == NONE || seen[index] ? NONE : index;
  }

  @Override
  @Nullable Slot next() {
    return open == NONE ? null : node.components().get(open).slot();
  }

  @Override
  String segment() {
    return node.components().get(open).segment();
  }

  @Override
  void add(@Nullable Object value) {
    changed |= value instanceof Marked;
    seen[open] = true;
    values[count] = value;
    which[count++] = open;
    open = NONE;
  }

  @Override
  void addBroken(@Nullable Grown sofar) {
    broken = true;
    if (sofar == null) {
      seen[open] = true;
      open = NONE;
    } else {
      add(new Marked.Broken(sofar));
    }
  }

  @Override
  @Nullable Object whole() {
    // Where only other keys came, they may hold what is missing here.
    if (broken || (hasOthers && count == 0)) {
      return BROKEN;
    }
    List<RecordBody.Component> components = node.components();
    var arguments = new @Nullable Object[components.size()];
    for (int i = 0; i < seen.length; i++) {
      Slot place = components.get(i).slot();
      if (!seen[i] && !place.isOptional()) {
        return BROKEN;
      }
      arguments[i] = seen[i] ? null : place.absent();
    }
    for (int i = 0; i < count; i++) {
      arguments[which[i]] = Marked.value(values[i]);
    }
    Object built = node.build(arguments);
    if (built == null) {
      return BROKEN;
    }
    Object held = slot().holding(built);
    return !changed && node.holds(built, arguments) ? held : new Marked.Changed(held, frozen(null));
  }

  @Override
  boolean lacks(boolean hasChild) {
    for (int each : needed) {
      if (!hasValue(each) && !(hasChild && open == each)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasValue(int component) {
    for (int i = 0; i < count; i++) {
      if (which[i] == component) {
        // What broke was shown, and stays so.
        return values[i] instanceof Marked.Broken || Marked.value(values[i]) != null;
      }
    }
    return false;
  }

  @Override
  Grown frozen(@Nullable Grown child) {
    return new GrownRecord(slot(), node, branch, which, values, count, open, child);
  }
}
