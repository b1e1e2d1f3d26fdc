package org.atomicagents.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of one response, which a provider may send in deltas, each as a whole, with the
 * end of the response, or in several of these forms; each text is passed on once.
 *
 * <p>Not thread-safe.
 */
final class StreamedCalls {
  private static final class Call {
    private final int index;
    private @Nullable String id;
    private boolean isStarted;
    private final StringBuilder arguments = new StringBuilder();

    Call(int index) {
      this.index = index;
    }
  }

  private final Consumer<ModelEvent> events;
  private final List<Call> calls = new ArrayList<>();
  private final Map<Integer, Call> byIndex = new HashMap<>();

  StreamedCalls(Consumer<ModelEvent> events) {
    this.events = events;
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  void addDelta(int index, @Nullable String id, @Nullable String name, String arguments) {
    send(byIndex.computeIfAbsent(index, unused -> create()), id, name, arguments);
  }

  void addWhole(int index, ToolExecutionRequest request) {
    complete(byIndex.computeIfAbsent(index, unused -> create()), request);
  }

  /** Adds the new parts of the calls of a complete response. */
  void addAll(List<ToolExecutionRequest> requests) {
    // Some providers repeat an id, such as the name of the function.
    var found = new HashSet<Call>();
    for (int i = 0; i < requests.size(); i++) {
      Call known = find(idOf(requests.get(i).id()), i, found);
      Call call = known == null ? create() : known;
      found.add(call);
      complete(call, requests.get(i));
    }
  }

  private @Nullable Call find(@Nullable String id, int position, Set<Call> found) {
    for (Call call : calls) {
      if (id != null && id.equals(call.id) && !found.contains(call)) {
        return call;
      }
    }
    Call atPosition = position < calls.size() ? calls.get(position) : null;
    boolean isOther =
        atPosition != null && (found.contains(atPosition) || (id != null && atPosition.id != null));
    return isOther ? null : atPosition;
  }

  /** Returns an id; null for a blank one, which identifies nothing. */
  private static @Nullable String idOf(@Nullable String id) {
    return id == null || id.isBlank() ? null : id;
  }

  private Call create() {
    var call = new Call(calls.size());
    calls.add(call);
    return call;
  }

  private void complete(Call call, ToolExecutionRequest request) {
    String whole = request.arguments() == null ? "" : request.arguments();
    if (whole.isBlank()) {
      // A call without arguments.
      whole = call.arguments.isEmpty() ? "{}" : "";
    }
    String sent = call.arguments.toString();
    String rest = whole.startsWith(sent) ? whole.substring(sent.length()) : "";
    if (!call.isStarted || !rest.isEmpty()) {
      send(call, request.id(), request.name(), rest);
    }
  }

  private void send(Call call, @Nullable String given, @Nullable String name, String arguments) {
    String id = idOf(given);
    boolean isFirst = !call.isStarted;
    call.isStarted = true;
    boolean hasNewId = call.id == null && id != null;
    if (hasNewId) {
      call.id = id;
    }
    call.arguments.append(arguments);
    events.accept(
        new ModelEvent.ToolCallDelta(
            call.index, hasNewId ? id : null, isFirst ? name : null, arguments));
  }
}
