package org.atomicagents.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.BadRequestException.RejectedPart;
import org.atomicagents.message.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * An interceptor that sends a request in another response mode when the provider refuses the first.
 *
 * <p>{@link OutputFormat#fallbacks()} lists the modes to try. Without fallbacks, because the user
 * chose the mode, the refusal is thrown. Each refusal is emitted as {@link AgentEvent.ModeRefused}
 * and remembered for its model, so that the mode is not tried again. A response in another mode
 * begins with a {@link ModelEvent.ModeChanged} event. Each attempt counts as a request. If the
 * provider refuses all modes, the mode may not be the cause: no refusal is remembered, and the
 * first one is thrown.
 *
 * <p>Some servers accept a forced function call and ignore it, so that the model never receives the
 * schema. If a response in {@link ResponseMode#TOOL_CALL} is text only, and this model has never
 * called a function, the mode is treated as refused from then on: {@link AgentEvent.CallIgnored} is
 * emitted.
 *
 * <p>A client adds one instance to all of its models. Up to {@value #MAX_REFUSALS} refusals are
 * remembered; when that limit is reached, all are discarded. Thread-safe.
 */
public final class ModeFallback implements Interceptor {
  private static final int MAX_REFUSALS = 1_000;

  private final Set<RefusedMode> refusals = ConcurrentHashMap.newKeySet();
  private final Set<String> callingModels = ConcurrentHashMap.newKeySet();

  /**
   * A response mode that a model does not support.
   *
   * @param strict whether only strict schemas are refused
   * @param schema the only schema that is refused; null if all are
   */
  private record RefusedMode(
      String model, ResponseMode mode, boolean strict, @Nullable String schema) {}

  /** Creates an interceptor that remembers no refusals. */
  public ModeFallback() {}

  @Override
  public ModelExchange intercept(ModelRequest request, RunContext context, Chain chain) {
    OutputFormat requested = request.output();
    if (requested == null || nextFormat(requested, RejectedPart.SCHEMA) == null) {
      return chain.proceed(request, context);
    }
    OutputFormat first = firstAccepted(request.model(), requested);
    OutputFormat format = first == null ? requested : first;
    var recorded = new ArrayList<RefusedMode>();
    BadRequestException firstRefusal = null;
    while (true) {
      try {
        ModelRequest sent = format.equals(requested) ? request : request.withOutput(format);
        ModelExchange started =
            watchCalls(
                format, sent, context, StartedExchange.of(chain.proceed(sent, context), context));
        return format.mode() == requested.mode()
            ? started
            : new ModeChangedExchange(started, format.mode());
      } catch (BadRequestException e) {
        firstRefusal = firstRefusal == null ? e : withSuppressed(firstRefusal, e);
        OutputFormat next = recordRefusal(request.model(), format, e, recorded);
        if (next == null || !context.mayRequest()) {
          if (next == null && e.rejectedPart() != RejectedPart.REQUEST) {
            recorded.forEach(refusals::remove);
          }
          throw e.rejectedPart() == RejectedPart.REQUEST ? e : firstRefusal;
        }
        if (context.listeners().isActive()) {
          context
              .listeners()
              .emit(
                  new AgentEvent.ModeRefused(
                      context.agent(), request.model(), format.mode(), next.mode(), e));
        }
        format = next;
      }
    }
  }

  /** Returns the exchange; it records whether the server ignores a forced function call. */
  private ModelExchange watchCalls(
      OutputFormat format, ModelRequest sent, RunContext context, ModelExchange exchange) {
    String model = sent.model();
    OutputFormat next = format.nextMode();
    if (format.mode() != ResponseMode.TOOL_CALL || next == null || callingModels.contains(model)) {
      return exchange;
    }
    return new CallWatchExchange(
        exchange,
        isCall -> {
          if (isCall) {
            if (callingModels.size() >= MAX_REFUSALS) {
              callingModels.clear();
            }
            callingModels.add(model);
          } else if (remember(new RefusedMode(model, ResponseMode.TOOL_CALL, false, null))) {
            if (context.listeners().isActive()) {
              context
                  .listeners()
                  .emit(new AgentEvent.CallIgnored(context.agent(), model, next.mode()));
            }
          }
        });
  }

  private boolean remember(RefusedMode refusal) {
    if (refusals.size() >= MAX_REFUSALS) {
      refusals.clear();
    }
    return refusals.add(refusal);
  }

  /**
   * Returns the next format that is not known to be refused, or null, after recording a refusal.
   */
  private @Nullable OutputFormat recordRefusal(
      String model, OutputFormat format, BadRequestException e, List<RefusedMode> recorded) {
    if (e.rejectedPart() == RejectedPart.REQUEST) {
      return null;
    }
    RefusedMode refusal =
        switch (e.rejectedPart()) {
          case STRICTNESS -> new RefusedMode(model, format.mode(), format.isStrict(), null);
          case SCHEMA -> new RefusedMode(model, format.mode(), format.isStrict(), format.schema());
          default -> new RefusedMode(model, format.mode(), false, null);
        };
    if (remember(refusal)) {
      recorded.add(refusal);
    }
    OutputFormat next = nextFormat(format, e.rejectedPart());
    return next == null ? null : firstAccepted(model, next);
  }

  /**
   * Returns the first format, beginning with {@code from}, that is not known to be refused; null if
   * all are.
   */
  private @Nullable OutputFormat firstAccepted(String model, OutputFormat from) {
    OutputFormat format = from;
    while (format != null && !refusals.isEmpty()) {
      RejectedPart refused = refusedPart(model, format);
      if (refused == null) {
        return format;
      }
      format = nextFormat(format, refused);
    }
    return format;
  }

  private @Nullable RejectedPart refusedPart(String model, OutputFormat format) {
    if (refusals.contains(new RefusedMode(model, format.mode(), false, null))) {
      return RejectedPart.MODE;
    }
    if (format.isStrict() && refusals.contains(new RefusedMode(model, format.mode(), true, null))) {
      return RejectedPart.STRICTNESS;
    }
    return refusals.contains(
            new RefusedMode(model, format.mode(), format.isStrict(), format.schema()))
        ? RejectedPart.SCHEMA
        : null;
  }

  /** Returns the format to try after a refusal; null if there is none. */
  private static @Nullable OutputFormat nextFormat(OutputFormat format, RejectedPart refused) {
    if (format.isStrict() && refused != RejectedPart.MODE) {
      return format.withStrictSchema(null);
    }
    return format.nextMode();
  }

  private static BadRequestException withSuppressed(
      BadRequestException first, BadRequestException later) {
    first.addSuppressed(later);
    return first;
  }

  /** An exchange that begins with a {@link ModelEvent.ModeChanged} event. */
  private static final class ModeChangedExchange implements ModelExchange {
    private final ModelExchange exchange;
    private final ResponseMode mode;

    ModeChangedExchange(ModelExchange exchange, ResponseMode mode) {
      this.exchange = exchange;
      this.mode = mode;
    }

    @Override
    public Iterator<ModelEvent> iterator() {
      return new ModeChangeIterator(exchange.iterator());
    }

    @Override
    public void close() {
      exchange.close();
    }

    private final class ModeChangeIterator implements Iterator<ModelEvent> {
      private final Iterator<ModelEvent> delegate;
      private final AtomicBoolean modeEmitted = new AtomicBoolean();

      ModeChangeIterator(Iterator<ModelEvent> delegate) {
        this.delegate = delegate;
      }

      @Override
      public boolean hasNext() {
        return !modeEmitted.get() || delegate.hasNext();
      }

      @Override
      public ModelEvent next() {
        return modeEmitted.getAndSet(true) ? delegate.next() : new ModelEvent.ModeChanged(mode);
      }
    }
  }

  /** An exchange that reports whether a response to a forced function call contains a call. */
  private static final class CallWatchExchange implements ModelExchange {
    private final ModelExchange exchange;
    private final Consumer<Boolean> onResult;

    /**
     * Creates the exchange.
     *
     * @param onResult receives true at the first call, or false at the end of a response that
     *     consists of text only
     */
    CallWatchExchange(ModelExchange exchange, Consumer<Boolean> onResult) {
      this.exchange = exchange;
      this.onResult = onResult;
    }

    @Override
    public Iterator<ModelEvent> iterator() {
      return new CallWatchIterator(exchange.iterator());
    }

    @Override
    public void close() {
      exchange.close();
    }

    private final class CallWatchIterator implements Iterator<ModelEvent> {
      private final Iterator<ModelEvent> events;
      private boolean hasText;
      private boolean isDecided;

      CallWatchIterator(Iterator<ModelEvent> events) {
        this.events = events;
      }

      @Override
      public boolean hasNext() {
        return events.hasNext();
      }

      @Override
      public ModelEvent next() {
        ModelEvent event = events.next();
        switch (event) {
          case ModelEvent.TextDelta text -> hasText |= !text.text().isBlank();
          case ModelEvent.ToolCallDelta ignored -> decide(true);
          case ModelEvent.Refused ignored -> isDecided = true;
          case ModelEvent.Finished finished -> {
            if (hasText && isEnd(finished.reason())) {
              decide(false);
            }
          }
          default -> {}
        }
        return event;
      }

      private void decide(boolean isCall) {
        if (!isDecided) {
          isDecided = true;
          onResult.accept(isCall);
        }
      }

      private static boolean isEnd(FinishReason reason) {
        return reason == FinishReason.STOP || reason == FinishReason.LENGTH;
      }
    }
  }
}
