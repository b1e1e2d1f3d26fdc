package org.atomicagents.schema;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;

/** Finds records of which there can be no value, since each would need another within. */
final class Inhabited {
  private final Set<RecordNode> possible = new HashSet<>();

  private Inhabited() {}

  static void require(Collection<RecordNode> records) {
    var inhabited = new Inhabited();
    int before;
    do {
      before = inhabited.possible.size();
      records.forEach(inhabited::add);
    } while (inhabited.possible.size() > before); // each of them may make others possible
    for (RecordNode each : records) {
      inhabited.require(each);
    }
  }

  private void add(RecordNode each) {
    if (each.components().stream().allMatch(component -> isPossible(component.slot()))) {
      possible.add(each);
    }
  }

  private boolean isPossible(Slot slot) {
    return slot.isOptional()
        || switch (slot.type()) {
          case RecordNode record -> possible.contains(record);
          case UnionNode union ->
              union.branches().stream().anyMatch(branch -> possible.contains(branch.record()));
          default -> true;
        };
  }

  private void require(RecordNode each) {
    for (RecordBody.Component component : each.components()) {
      if (!isPossible(component.slot())) {
        throw ConfigurationException.of(
            "%s.%s: expected an end to the nesting, found none: each %s would need another %s. Make it @Nullable, an Optional or a List."
                .formatted(
                    each.name(),
                    component.javaName(),
                    each.name(),
                    Wrapping.nameOf(component.slot().type())));
      }
    }
  }
}
