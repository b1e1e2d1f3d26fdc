package org.atomicagents.durable.dbos;

import java.util.Objects;

/**
 * The failure of a step that DBOS must not record: DBOS records every {@link Exception} as the
 * result of the step, and no {@link Error}.
 */
final class UnrecordedStepError extends Error {
  private static final long serialVersionUID = 1;

  UnrecordedStepError(RuntimeException failure) {
    super(failure.getMessage(), failure, false, false);
  }

  RuntimeException failure() {
    return (RuntimeException) Objects.requireNonNull(getCause());
  }
}
