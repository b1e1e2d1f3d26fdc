package org.atomicagents.durable;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.tool.Approval;

/**
 * The name and the type of messages to a workflow, such as the decision of a person.
 *
 * <p>Sender and receiver share one constant. Immutable and thread-safe.
 *
 * @see Durable#awaitSignal
 */
public final class Signal<T> {
  private final String name;
  private final String type;
  private final Function<T, String> encoder;
  private final Function<String, T> decoder;

  private Signal(
      String name, String type, Function<T, String> encoder, Function<String, T> decoder) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = type;
    this.encoder = encoder;
    this.decoder = decoder;
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: expected a name, found \"" + name + "\"");
    }
  }

  /**
   * Returns a signal whose values have a schema.
   *
   * @throws ConfigurationException if no schema can be created from the type
   */
  public static <T> Signal<T> of(String name, Class<T> type) {
    return of(name, Schema.of(type));
  }

  /** Returns a signal whose values have a schema. */
  public static <T> Signal<T> of(String name, Schema<T> schema) {
    return new Signal<>(name, schema.name(), schema::encode, json -> read(schema, json));
  }

  /** Returns a signal of texts. */
  public static Signal<String> text(String name) {
    return new Signal<>(name, "a text", Function.identity(), Function.identity());
  }

  /**
   * Returns a signal of decisions about the calls of a tool loop that wait for approval, by the ids
   * of the calls.
   */
  public static Signal<Map<String, Approval>> approvals(String name) {
    return new Signal<>(name, "approvals", ApprovalsJson::write, ApprovalsJson::read);
  }

  private static <T> T read(Schema<T> schema, String json) {
    ReadResult<T> result = schema.read(json, Strictness.STRICT);
    T value = result.value();
    if (value != null) {
      return value;
    }
    throw new IllegalArgumentException(Violation.lines(result.violations()));
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns the form in which a value is sent. */
  public String encode(T value) {
    return encoder.apply(value);
  }

  /**
   * Returns the value of a form.
   *
   * @throws ConfigurationException if the form has another type: it was sent by another program
   */
  public T decode(String sent) {
    try {
      return decoder.apply(sent);
    } catch (IllegalArgumentException e) {
      throw ConfigurationException.of(
          "Signal '%s': expected %s, found %d characters of another form (%s).\nSend it with the Signal of the workflow."
              .formatted(name, type, sent.length(), e.getMessage()));
    }
  }

  /** Returns the name and the type. */
  @Override
  public String toString() {
    return "Signal[" + name + ": " + type + "]";
  }
}
