package org.atomicagents.internal.schema.compile;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionNode;

/** Finds records of which there can be no value, since each would need another within. */
final class RecursionCheck {
  private final Set<RecordNode> constructible = new HashSet<>();

  private RecursionCheck() {}

  static void requireConstructible(Collection<RecordNode> records) {
    var inhabited = new RecursionCheck();
    int before;
    do {
      before = inhabited.constructible.size();
      records.forEach(inhabited::add);
    } while (inhabited.constructible.size() > before); // each of them may make others possible
    for (RecordNode each : records) {
      inhabited.requireConstructible(each);
    }
  }

  private void add(RecordNode each) {
    if (each.components().stream().allMatch(component -> isConstructible(component.slot()))) {
      constructible.add(each);
    }
  }

  private boolean isConstructible(TypeUse slot) {
    return slot.isOptional()
        || switch (slot.type()) {
          case RecordNode record -> constructible.contains(record);
          case UnionNode union ->
              union.branches().stream().anyMatch(branch -> constructible.contains(branch.record()));
          default -> true;
        };
  }

  private void requireConstructible(RecordNode each) {
    for (RecordLayout.RecordProperty component : each.components()) {
      if (!isConstructible(component.slot())) {
        throw ConfigurationException.of(
            "%s.%s: expected an end to the nesting, found none: each %s would need another %s. Make it @Nullable, an Optional or a List."
                .formatted(
                    each.name(),
                    component.javaName(),
                    each.name(),
                    RootWrapper.nameOf(component.slot().type())));
      }
    }
  }
}
