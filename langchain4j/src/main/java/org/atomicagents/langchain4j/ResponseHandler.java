package org.atomicagents.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A converter of the callbacks of one response to events.
 *
 * <p>A complete response repeats the text of the callbacks before it; only its new text is passed
 * on, so that models without callbacks work, too. Thread-safe.
 */
final class ResponseHandler implements StreamingChatResponseHandler {
  private static final Logger log = LoggerFactory.getLogger(ResponseHandler.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final ResponseSource source;
  private final EventQueue queue;
  private final Consumer<StreamingHandle> handles;
  private final StreamedCalls calls;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private boolean isStarted;

  /**
   * Creates a handler.
   *
   * @param handles gets the handle with which LangChain4j cancels a stream, at each callback
   */
  ResponseHandler(ResponseSource source, EventQueue queue, Consumer<StreamingHandle> handles) {
    this.source = source;
    this.queue = queue;
    this.handles = handles;
    this.calls = new StreamedCalls(this::emit);
  }

  @Override
  public void onPartialResponse(@Nullable String partial) {
    locked(() -> addText(partial));
  }

  @Override
  public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
    accept(context == null ? null : context.streamingHandle());
    onPartialResponse(partial == null ? null : partial.text());
  }

  @Override
  public void onPartialThinking(PartialThinking partial) {
    locked(() -> addThinking(partial == null ? null : partial.text()));
  }

  @Override
  public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
    accept(context == null ? null : context.streamingHandle());
    onPartialThinking(partial);
  }

  @Override
  public void onPartialToolCall(PartialToolCall partial) {
    if (partial != null) {
      String arguments = partial.partialArguments() == null ? "" : partial.partialArguments();
      locked(() -> calls.addDelta(partial.index(), partial.id(), partial.name(), arguments));
    }
  }

  @Override
  public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
    accept(context == null ? null : context.streamingHandle());
    onPartialToolCall(partial);
  }

  @Override
  public void onCompleteToolCall(CompleteToolCall call) {
    if (call != null) {
      locked(() -> calls.addWhole(call.index(), call.toolExecutionRequest()));
    }
  }

  @Override
  public void onCompleteResponse(@Nullable ChatResponse response) {
    if (response == null) {
      onError(
          TransportException.of(
              source.provider()
                  + " returned no response.\nThis is a fault of the LangChain4j module.",
              Stage.PROTOCOL,
              null));
      return;
    }
    locked(() -> {
      // A second end of the response is ignored.
      if (queue.isOpen()) {
        addMessage(response.aiMessage());
        addEnd(response);
        queue.end(null);
      }
    });
  }

  @Override
  public void onError(@Nullable Throwable error) {
    queue.end(error == null ? new IllegalStateException("an error without an exception") : error);
  }

  private void accept(@Nullable StreamingHandle handle) {
    if (handle != null) {
      handles.accept(handle);
    }
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } catch (Throwable e) {
      // LangChain4j logs exceptions of callbacks, and the reader would wait for the end.
      queue.end(e);
    } finally {
      lock.unlock();
    }
  }

  private void emit(ModelEvent event) {
    if (!isStarted) {
      isStarted = true;
      queue.add(new ModelEvent.Started(null, source.model(), Map.of()));
    }
    queue.add(event);
  }

  private void addText(@Nullable String partial) {
    if (partial != null && !partial.isEmpty()) {
      text.append(partial);
      emit(new ModelEvent.TextDelta(partial));
    }
  }

  private void addThinking(@Nullable String partial) {
    if (partial != null && !partial.isEmpty()) {
      thinking.append(partial);
      emit(new ModelEvent.ReasoningDelta(partial));
    }
  }

  private void addMessage(@Nullable AiMessage message) {
    if (message == null) {
      return;
    }
    addThinking(rest(message.thinking(), thinking));
    addText(rest(message.text(), text));
    calls.addAll(
        message.toolExecutionRequests() == null ? List.of() : message.toolExecutionRequests());
    String replayed = ReplayedThinking.store(message);
    if (replayed != null) {
      emit(new ModelEvent.OpaquePart(source.provider(), replayed));
    }
  }

  /** Returns a text without its received beginning; null if it begins in another way. */
  private static @Nullable String rest(@Nullable String whole, StringBuilder received) {
    return whole != null && whole.startsWith(received.toString())
        ? whole.substring(received.length())
        : null;
  }

  private void addEnd(ChatResponse response) {
    String id = response.id();
    String model = response.modelName();
    if (id != null || model != null) {
      isStarted = true;
      queue.add(new ModelEvent.Started(id, model == null ? source.model() : model, Map.of()));
    }
    TokenUsage tokens = response.tokenUsage();
    Usage usage = tokens == null ? null : convert(tokens);
    if (usage != null) {
      emit(new ModelEvent.UsageReport(usage));
    }
    dev.langchain4j.model.output.FinishReason reason = response.finishReason();
    emit(new ModelEvent.Finished(finishReason(reason), reason == null ? "" : reason.name()));
  }

  private @Nullable Usage convert(TokenUsage tokens) {
    try {
      return source.usage().apply(tokens);
    } catch (RuntimeException e) {
      log.warn("The conversion of token counts failed; the response has no usage", e);
      return null;
    }
  }

  private FinishReason finishReason(dev.langchain4j.model.output.@Nullable FinishReason reason) {
    return switch (reason) {
      case null -> FinishReason.OTHER;
      // Some providers report a normal end after tool calls.
      case STOP -> calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
      case LENGTH -> FinishReason.LENGTH;
      case TOOL_EXECUTION -> FinishReason.TOOL_CALLS;
      case CONTENT_FILTER -> FinishReason.CONTENT_FILTER;
      case OTHER -> FinishReason.OTHER;
    };
  }
}
