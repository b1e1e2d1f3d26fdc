package org.atomicagents.durable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.codec.BinaryText;
import org.jspecify.annotations.Nullable;

/**
 * The execution of one step, for adapters: runs its action or reads its record, which contains the
 * input and either the result or the failure. Used by one thread.
 *
 * {@snippet :
 * var execution = new StepExecution<>(step, workflowId());
 * byte[] recorded = engine.recordOnce(step.name().toString(), execution::run);
 * return execution.result(recorded);
 * }
 */
public final class StepExecution<T> {
  private static final byte VERSION = 1;
  private static final byte RESULT = 0;
  private static final byte FAILURE = 1;

  private final Step<T> step;
  private final String workflow;
  private boolean hasRun;
  private @Nullable T live;
  private @Nullable AgentException failure;

  /**
   * Creates an execution.
   *
   * @param workflow the id of the workflow, for messages
   */
  public StepExecution(Step<T> step, String workflow) {
    this.step = Objects.requireNonNull(step, "step");
    this.workflow = Objects.requireNonNull(workflow, "workflow");
  }

  /**
   * Returns the record of the step, after running its action.
   *
   * @throws RuntimeException if the step has no record: it was cancelled, or it failed in another
   *     way than with a recordable {@link AgentException}; engines must not record it
   */
  public byte[] run() {
    hasRun = true;
    try {
      live = Objects.requireNonNull(step.action().run(), "result");
      return write(RESULT, step.codec().write(live));
    } catch (AgentException e) {
      if (!FailureRecords.accepts(e)) {
        throw e;
      }
      failure = e;
      return write(FAILURE, FailureRecords.write(e));
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("running step '" + step.name() + "'", e);
    } catch (IOException e) {
      throw StoreException.of(
          describe() + ": expected a result that can be recorded, found one without a form.", e);
    } catch (Exception e) {
      throw new IllegalStateException(describe() + " failed.", e);
    }
  }

  /**
   * Returns the result of the step.
   *
   * @param recorded the record of {@link #run}, of this or of an earlier execution
   * @throws ConflictException if the step was recorded with another input
   * @throws AgentException the recorded failure
   */
  public T result(byte[] recorded) {
    if (hasRun && failure != null) {
      throw failure;
    }
    if (hasRun && live != null) {
      return live;
    }
    try {
      return read(new DataInputStream(new ByteArrayInputStream(recorded)));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw StoreException.of(
          "%s: expected a record of this release, found %d bytes of another form.\nContinue the workflow with the release that began it."
              .formatted(describe(), recorded.length),
          e);
    }
  }

  private byte[] write(byte kind, byte[] content) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(step.input().parts().size());
      for (var part : step.input().parts().entrySet()) {
        BinaryText.writeAll(out, List.of(part.getKey(), part.getValue()));
      }
      out.writeByte(kind);
      out.write(content);
    } catch (IOException e) {
      throw new IllegalStateException("An array accepts all bytes", e);
    }
    return bytes.toByteArray();
  }

  private T read(DataInputStream in) throws IOException {
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IOException("expected version " + VERSION + ", found " + version);
    }
    StepInput input = StepInput.none();
    int count = BinaryText.readCount(in);
    for (int i = 0; i < count; i++) {
      List<String> part = BinaryText.readAll(in);
      input = input.with(part.get(0), part.get(1));
    }
    check(input);
    byte kind = in.readByte();
    byte[] content = in.readAllBytes();
    if (kind == FAILURE) {
      throw FailureRecords.read(content, describe());
    }
    if (kind != RESULT) {
      throw new IOException("expected a result or a failure, found " + kind);
    }
    return step.codec().read(content);
  }

  private void check(StepInput recorded) {
    List<String> differences = step.input().differences(recorded);
    if (!differences.isEmpty()) {
      throw ConflictException.ofProgram(
          "%s was recorded with another input: %s. Nothing was sent.\nThe program has changed since the workflow began: continue it with the earlier program, or begin a new workflow. Volatile content, such as the time, belongs into ContextProvider.ofVolatile or Durable.now()."
              .formatted(
                  describe(),
                  String.join(
                      "; ",
                      differences.stream()
                          .map(part ->
                              "%s: recorded %s, found %s"
                                  .formatted(
                                      part,
                                      recorded.parts().getOrDefault(part, "none"),
                                      step.input().parts().getOrDefault(part, "none")))
                          .toList())));
    }
  }

  private String describe() {
    return "Workflow '" + workflow + "', step '" + step.name() + "'";
  }
}
