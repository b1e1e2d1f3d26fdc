package org.atomicagents.internal.tool;

import jakarta.validation.constraints.Size;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.internal.schema.constraint.ConstraintCheck;
import org.atomicagents.internal.schema.constraint.PropertyConstraints;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.internal.tool.ToolStep.CallTools;
import org.atomicagents.internal.tool.ToolStep.FinalAnswer;
import org.atomicagents.internal.tool.ToolStep.RequestedCall;
import org.atomicagents.schema.Schema;
import org.atomicagents.tool.Tool;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/**
 * Builds the schema of one step: calls of the offered tools, or the final answer.
 *
 * <p>{@code {"step":{"type":"call_tools","calls":[{"tool":"weather","input":{...}}]}}} or {@code
 * {"step":{"type":"answer","answer":{...}}}}.
 */
final class StepSchema {
  /** The path of the final answer. */
  static final String ANSWER_PATH = "$.step.answer";

  private static final String NAME = "NextStep";
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);
  private static final MethodType CONSTRUCTOR = MethodType.methodType(Object.class, Object[].class);
  private static final MethodHandle CALL_TOOLS = handle("callTools", CONSTRUCTOR);
  private static final MethodHandle CALLS = handle("calls", ACCESSOR);
  private static final MethodHandle FINAL_ANSWER = handle("finalAnswer", CONSTRUCTOR);
  private static final MethodHandle ANSWER = handle("answer", ACCESSOR);
  private static final MethodHandle REQUESTED =
      handle("requested", MethodType.methodType(Object.class, String.class, Object[].class));
  private static final MethodHandle INPUT = handle("input", ACCESSOR);

  private StepSchema() {}

  /** Returns the schema of a step in which these tools are offered; without tools, an answer. */
  static Schema<ToolStep> of(Collection<? extends Tool<?, ?>> tools, Schema<?> output) {
    var step = new UnionNode(NAME, "The next step: calls of tools, or the final answer", "type");
    if (!tools.isEmpty()) {
      step.add(member("type", "call_tools", callTools(tools)));
    }
    step.add(member("type", "answer", answer(output)));
    return CompiledSchema.ofTree(ToolStep.class, RootWrapper.of(NAME, "step", TypeUse.of(step)));
  }

  private static RecordNode callTools(Collection<? extends Tool<?, ?>> tools) {
    var call = new UnionNode("ToolCall", "", "tool");
    tools.forEach(tool -> call.add(member("tool", tool.name(), call(tool))));
    var list = new ListNode(ListNode.Kind.LIST, TypeUse.of(call), Object.class);
    var node =
        new RecordNode(
            CallTools.class,
            "call_tools",
            "Call tools, independent ones together; their results are in the next message");
    complete(
        node,
        CALL_TOOLS,
        property("calls", new TypeUse(list, false, null, sizeOfCalls(), ""), CALLS));
    return node;
  }

  private static RecordNode call(Tool<?, ?> tool) {
    // A description that the input type has too is written there only.
    boolean isOwn = !tool.description().equals(tool.input().description());
    var node = new RecordNode(RequestedCall.class, tool.name(), isOwn ? tool.description() : "");
    complete(node, REQUESTED.bindTo(tool.name()), property("input", use(tool.input()), INPUT));
    return node;
  }

  private static RecordNode answer(Schema<?> output) {
    var node = new RecordNode(FinalAnswer.class, "answer", "Give the final answer");
    complete(node, FINAL_ANSWER, property("answer", use(output), ANSWER));
    return node;
  }

  private static UnionMemberNode member(String discriminator, String tag, RecordNode record) {
    return new UnionMemberNode(discriminator, false, tag, record);
  }

  private static TypeUse use(Schema<?> schema) {
    return TypeUse.of(CompiledSchema.of(schema).root());
  }

  private static RecordLayout.RecordProperty property(
      String name, TypeUse slot, MethodHandle accessor) {
    return new RecordLayout.RecordProperty(
        name, new SerializedString(name), DecodeContext.pathSegment(name), slot, accessor);
  }

  private static void complete(
      RecordNode node, MethodHandle constructor, RecordLayout.RecordProperty property) {
    node.complete(RecordLayout.of(List.of(property), constructor), false);
  }

  private static PropertyConstraints sizeOfCalls() {
    Size size =
        Objects.requireNonNull(
            CallTools.class.getRecordComponents()[0].getAccessor().getAnnotation(Size.class));
    var check =
        new ConstraintCheck(
            size,
            (value, budget) -> {
              int calls = ((Collection<?>) value).size();
              return calls >= size.min() && calls <= size.max();
            },
            null);
    return new PropertyConstraints(List.of(size), List.of(check), false, false);
  }

  private static MethodHandle handle(String name, MethodType type) {
    try {
      return LOOKUP.findStatic(StepSchema.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings({"unused", "unchecked"}) // called through a method handle
  private static Object callTools(@Nullable Object[] values) {
    return new CallTools((List<RequestedCall>) Objects.requireNonNull(values[0]));
  }

  @SuppressWarnings("unused") // called through a method handle
  private static Object calls(Object step) {
    return ((CallTools) step).calls();
  }

  // A partial answer may be absent.
  @SuppressWarnings({"unused", "NullAway"}) // called through a method handle
  private static Object finalAnswer(@Nullable Object[] values) {
    return new FinalAnswer(values[0]);
  }

  @SuppressWarnings("unused") // called through a method handle
  private static Object answer(Object step) {
    return ((FinalAnswer) step).answer();
  }

  @SuppressWarnings({"unused", "NullAway"}) // called through a method handle
  private static Object requested(String tool, @Nullable Object[] values) {
    return new RequestedCall(tool, values[0]);
  }

  @SuppressWarnings("unused") // called through a method handle
  private static Object input(Object call) {
    return ((RequestedCall) call).input();
  }
}
