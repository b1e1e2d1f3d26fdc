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

/** Rejects records that can't have an instance, because each requires another nested instance. */
final class RecursionCheck {
  private final Set<RecordNode> constructible = new HashSet<>();

  private RecursionCheck() {}

  static void requireConstructible(Collection<RecordNode> records) {
    var check = new RecursionCheck();
    int before;
    do {
      before = check.constructible.size();
      records.forEach(check::addIfConstructible);
    } while (check.constructible.size() > before); // a new one may make others constructible
    for (RecordNode node : records) {
      check.requireConstructible(node);
    }
  }

  private void addIfConstructible(RecordNode node) {
    if (node.components().stream().allMatch(component -> isConstructible(component.slot()))) {
      constructible.add(node);
    }
  }

  private boolean isConstructible(TypeUse slot) {
    return slot.isOptional()
        || switch (slot.type()) {
          case RecordNode record -> isConstructible(record);
          case UnionNode union ->
              union.branches().stream().anyMatch(branch -> isConstructible(branch.record()));
          default -> true;
        };
  }

  private boolean isConstructible(RecordNode node) {
    return node.isMedia() || constructible.contains(node);
  }

  private void requireConstructible(RecordNode node) {
    for (RecordLayout.RecordProperty component : node.components()) {
      if (!isConstructible(component.slot())) {
        throw ConfigurationException.of(
            "%s.%s: expected finite nesting, found infinite nesting: each %s requires another %s. Make it @Nullable, an Optional or a List."
                .formatted(
                    node.name(),
                    component.javaName(),
                    node.name(),
                    RootWrapper.nameOf(component.slot().type())));
      }
    }
  }
}
