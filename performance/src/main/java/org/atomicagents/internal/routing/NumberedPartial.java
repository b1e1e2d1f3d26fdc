package org.atomicagents.internal.routing;

import org.atomicagents.Partial;
import org.atomicagents.schema.PartState;
import org.atomicagents.schema.TextPatchMode;
import org.jspecify.annotations.Nullable;

/**
 * A partial value of a stage with the numbers that it has in the whole run. Immutable.
 *
 * @param attemptsBefore the number of attempts of all earlier stages
 * @param draftsBefore the number of drafts of all earlier stages
 */
record NumberedPartial<O>(Partial<O> partial, int attemptsBefore, int draftsBefore)
    implements Partial<O> {

  @Override
  public O value() {
    return partial.value();
  }

  @Override
  public int attempt() {
    return attemptsBefore + partial.attempt();
  }

  @Override
  public int draft() {
    return draftsBefore + partial.draft();
  }

  @Override
  public PartState state(String path) {
    return partial.state(path);
  }

  @Override
  public String newText() {
    return partial.newText();
  }

  @Override
  public String json() {
    return partial.json();
  }

  @Override
  public String patchSince(@Nullable Partial<O> before, TextPatchMode texts) {
    Partial<O> same =
        before instanceof NumberedPartial<O> numbered && numbered.draft() == draft()
            ? numbered.partial()
            : null;
    return partial.patchSince(same, texts);
  }

  @Override
  public String toString() {
    return "Partial[attempt=" + attempt() + ", draft=" + draft() + ", " + json() + "]";
  }
}
