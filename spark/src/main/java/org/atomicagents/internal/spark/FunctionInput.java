package org.atomicagents.internal.spark;

import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.internal.schema.type.RecordLayout.RecordProperty;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Reads the input of an agent from the arguments of a SQL function: one for each component, in
 * their order, or a struct with their names. Immutable and thread-safe.
 *
 * @param <I> the type of the input
 */
public final class FunctionInput<I> {
  private final Schema<I> schema;
  private final String agent;
  private final boolean isCaseSensitive;
  private final List<RecordProperty> components;
  private final ConcurrentHashMap<StructType, InputColumns<I>> structs = new ConcurrentHashMap<>();

  private FunctionInput(Schema<I> schema, String agent, boolean isCaseSensitive) {
    this.schema = schema;
    this.agent = agent;
    this.isCaseSensitive = isCaseSensitive;
    this.components = List.copyOf(((RecordNode) CompiledSchema.of(schema).root()).components());
  }

  /**
   * Returns the reader of an agent's inputs.
   *
   * @param agent the name of the agent, for messages
   * @param isCaseSensitive whether names that differ in case are different
   */
  public static <I> FunctionInput<I> of(Schema<I> schema, String agent, boolean isCaseSensitive) {
    return new FunctionInput<>(schema, agent, isCaseSensitive);
  }

  /** Returns the number of components, which is that of the arguments. */
  public int size() {
    return components.size();
  }

  /**
   * Returns the input of the arguments of a function; an invalid item if they are none.
   *
   * @param arguments one value for each component, of the classes of Spark's rows
   */
  public BatchItem<RowItem<I>> ofArguments(@Nullable Object... arguments) {
    var text = new StringWriter();
    try (JsonGenerator out = JsonIo.generator(text)) {
      out.writeStartObject();
      for (int i = 0; i < components.size(); i++) {
        out.writeName(components.get(i).name());
        JsonCells.write(AnyCell.INSTANCE, arguments[i], out);
      }
      out.writeEndObject();
    }
    ReadResult<I> read = schema.read(text.toString(), Strictness.STRICT);
    I input = read.value();
    return input == null || !read.violations().isEmpty()
        ? BatchItem.invalid(InvalidInputException.of(agent, schema.name(), read.violations()))
        : BatchItem.of(new RowItem<>(input, ""));
  }

  /**
   * Returns the input of an element of an array: the value of the only component, or else a struct
   * with the names of the components.
   *
   * @throws org.atomicagents.error.ConfigurationException if the struct has other fields
   */
  public BatchItem<RowItem<I>> ofElement(@Nullable Object element) {
    return components.size() == 1 ? ofArguments(element) : ofStruct(element);
  }

  /**
   * Returns the input of a struct with the names of the components.
   *
   * @throws org.atomicagents.error.ConfigurationException if it has other fields
   */
  public BatchItem<RowItem<I>> ofStruct(@Nullable Object struct) {
    if (!(struct instanceof Row row)) {
      return ofArguments(new @Nullable Object[components.size()]);
    }
    InputColumns<I> columns =
        structs.computeIfAbsent(
            row.schema(), type -> InputColumns.of(schema, type, List.of(), isCaseSensitive));
    try {
      return BatchItem.of(columns.read(row, agent));
    } catch (InvalidInputException e) {
      return BatchItem.invalid(e);
    }
  }
}
