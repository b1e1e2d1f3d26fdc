package org.atomicagents.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.spark.SparkEnv;
import org.atomicagents.error.ConfigurationException;

/**
 * What the driver sends to the executors for one use of an agent. Immutable and serializable.
 *
 * @param id the identity of the use: its tasks in one executor share an agent
 * @param executors the maximum number of executors; 0 if it is not known
 * @param isJavaTime whether Spark's rows contain dates of {@code java.time}
 * @param isCaseSensitive whether column names that differ in case are different
 */
record AgentPlan<I, O>(
    UUID id,
    AgentFactory<I, O> factory,
    SparkOptions options,
    int executors,
    boolean isJavaTime,
    boolean isCaseSensitive)
    implements Serializable {

  /**
   * Returns a new plan.
   *
   * @throws ConfigurationException if the factory or the journal cannot be serialized
   */
  static <I, O> AgentPlan<I, O> of(
      AgentFactory<I, O> factory, SparkOptions options, SessionSettings session) {
    requireSerializable("AgentFactory", factory);
    if (options.journal() != null) {
      requireSerializable("RowJournal.StoreFactory", options.journal().store());
    }
    return new AgentPlan<>(
        UUID.randomUUID(),
        factory,
        options,
        options.executors() > 0 ? options.executors() : session.maxExecutors().orElse(0),
        session.isJavaTime(),
        session.isCaseSensitive());
  }

  /** Returns the number of executors; empty if it is not known. */
  OptionalInt knownExecutors() {
    return executors > 0 ? OptionalInt.of(executors) : OptionalInt.empty();
  }

  /** Returns the context of the executor that this code runs in. */
  ExecutorContext executorContext() {
    SparkEnv env = SparkEnv.get();
    return ExecutorContext.of(env == null ? "driver" : env.executorId(), knownExecutors());
  }

  private static void requireSerializable(String name, Serializable function) {
    try (var out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      out.writeObject(function);
    } catch (NotSerializableException e) {
      var failure =
          ConfigurationException.of(
              """
              %s: expected a function that Spark can send to executors, found one that captures an instance of %s, which is not serializable.
              Create it inside of the function, or write the function as a static method: a lambda that uses a field captures the object around it.\
              """
                  .formatted(name, e.getMessage()));
      failure.addSuppressed(e);
      throw failure;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
